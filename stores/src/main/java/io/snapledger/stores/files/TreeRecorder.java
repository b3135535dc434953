package io.snapledger.stores.files;

import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Digests a tree and, for a dump, writes it as tar. A file that changes while it is read is read again at the end of the
 * archive; what is digested is always what was written.
 */
final class TreeRecorder implements TreeVisitor {

    private static final int BUFFER = 128 * 1024;
    private static final int ROUNDS = 3;
    private static final int MOST_REMARKS = 200;

    /** A file that changed: to be read again, in exchange for what was digested. */
    private record Reread(TreeEntry entry, boolean counted, long size, String hash) {}

    /** The first name of a file that has several. */
    private record FirstName(String name, String hash) {}

    private final TarWriter tar;
    private final Clock clock;
    private final Instant deadline;
    private final TreeDigest digest = new TreeDigest();
    private final Map<String, FirstName> firstNames = new HashMap<>();
    private final List<NotIncluded> leftOut = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private List<Reread> changed = new ArrayList<>();

    TreeRecorder(TarWriter tar, Clock clock, Instant deadline) {
        this.tar = tar;
        this.clock = clock;
        this.deadline = deadline;
    }

    TreeDigest digest() {
        return digest;
    }

    List<NotIncluded> leftOut() {
        return leftOut;
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void directory(TreeEntry entry) throws IOException {
        tar.directory(entry);
        digest.directory(entry.name(), entry.mode());
    }

    @Override
    public void link(TreeEntry entry, String target) throws IOException {
        tar.link(entry, target);
        digest.link(entry.name(), target);
    }

    @Override
    public void captured(TreeEntry entry, byte[] content, boolean counted) throws IOException {
        tar.begin(entry, content.length);
        tar.write(content, content.length);
        tar.end();
        if (counted) {
            digest.file(entry.name(), entry.mode(), content.length, ContentHash.of(content));
        }
    }

    @Override
    public void file(TreeEntry entry, boolean counted) throws StoreException, IOException {
        FirstName first = firstNames.get(entry.inode());
        if (first != null && entry.links() > 1 && counted) {
            tar.hardLink(entry, first.name());
            digest.file(entry.name(), entry.mode(), entry.size(), first.hash());
            return;
        }
        content(entry, counted);
    }

    private void content(TreeEntry entry, boolean counted) throws StoreException, IOException {
        String hash;
        try (InputStream content = Files.newInputStream(entry.path(), LinkOption.NOFOLLOW_LINKS)) {
            tar.begin(entry, entry.size());
            hash = copy(entry, content);
            tar.end();
        }
        if (counted) {
            digest.file(entry.name(), entry.mode(), entry.size(), hash);
        }
        if (!isUnchanged(entry)) {
            changed.add(new Reread(entry, counted, entry.size(), hash));
        } else if (entry.links() > 1) {
            firstNames.put(entry.inode(), new FirstName(entry.name(), hash));
        }
    }

    /** Copies exactly the announced size: a file that grows is cut, one that shrinks is filled up; both are read again. */
    private String copy(TreeEntry entry, InputStream content) throws StoreException, IOException {
        ContentHash hash = new ContentHash();
        long left = entry.size();
        boolean ended = false;
        while (left > 0) {
            int wanted = (int) Math.min(left, buffer.length);
            int read = ended ? -1 : read(entry, content, wanted);
            if (read < 0) {
                ended = true;
                Arrays.fill(buffer, 0, wanted, (byte) 0);
                read = wanted;
            }
            hash.update(buffer, read);
            tar.write(buffer, read);
            left -= read;
            if (clock.instant().isAfter(deadline)) {
                throw new StoreException(
                        Reason.DEADLINE,
                        "the deadline passed while '" + entry.name() + "' was read",
                        "give the job a longer deadline");
            }
        }
        return hash.hex();
    }

    private int read(TreeEntry entry, InputStream content, int wanted) throws StoreException {
        try {
            return content.read(buffer, 0, wanted);
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNREACHABLE, "'" + entry.path() + "' cannot be read: " + e.getMessage(), "", e);
        }
    }

    private static boolean isUnchanged(TreeEntry entry) throws IOException {
        try {
            return entry.isUnchanged();
        } catch (NoSuchFileException e) {
            return true; // deleted after it was read whole
        }
    }

    /** Reads again what changed; what goes on changing is told. */
    void readChangedAgain() throws StoreException, IOException {
        for (int round = 0; round < ROUNDS && !changed.isEmpty(); round++) {
            List<Reread> again = changed;
            changed = new ArrayList<>();
            for (Reread file : again) {
                readAgain(file);
            }
        }
        changed.forEach(file -> warn("'" + file.entry().name() + "' changed while it was read, " + (ROUNDS + 1)
                + " times: what is kept may be a mixture of before and after"));
    }

    private void readAgain(Reread file) throws StoreException, IOException {
        TreeEntry now;
        try {
            now = TreeEntry.of(file.entry().path(), file.entry().name());
        } catch (NoSuchFileException e) {
            warn("'" + file.entry().name() + "' changed while it was read, then disappeared");
            return;
        }
        if (now.type() != TreeEntry.Type.FILE) {
            warn("'" + file.entry().name() + "' became something else than a file while it was read");
            return;
        }
        if (file.counted()) {
            digest.forgetFile(file.entry().name(), file.entry().mode(), file.size(), file.hash());
        }
        content(now, file.counted());
    }

    @Override
    public void leftOut(String name, String reason) {
        if (leftOut.size() < MOST_REMARKS) {
            leftOut.add(NotIncluded.chosen(name, reason));
        } else if (leftOut.size() == MOST_REMARKS) {
            leftOut.add(NotIncluded.chosen("...", "and more of the kind"));
        }
    }

    @Override
    public void warn(String sentence) {
        if (warnings.size() < MOST_REMARKS) {
            warnings.add(sentence);
        }
    }
}
