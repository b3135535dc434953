package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Status;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.files.TarEntry.Extent;
import io.snapledger.stores.files.TreeDigest.Content;
import io.snapledger.stores.files.TreeEntry.FileId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Digests a tree and, for a dump, writes it as tar. A file that changes while it is read is read again at the end of the
 * archive; what is digested is always what was written. All names of a file have the content that its first name was read with.
 */
final class TreeRecorder implements TreeVisitor {

    private static final int BUFFER = 128 * 1024;
    private static final int ROUNDS = 3;
    private static final int MOST_WARNINGS = 200;

    /** A file that changed: to be read again, in exchange for what was digested. */
    private record Reread(TreeEntry entry, boolean counted, Content content) {}

    /** A file, or a symbolic link, of several names: those met so far, and what is told of each. */
    private static final class Group {
        private final List<BytePath> names = new ArrayList<>();
        private Content content;
        private ByteName target;
    }

    private final TarWriter tar;
    private final Clock clock;
    private final Instant deadline;
    private final TreeDigest digest = new TreeDigest();
    private final Map<FileId, Group> groups = new HashMap<>();
    private final Omissions leftOut = new Omissions();
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
        return leftOut.list();
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void directory(TreeEntry entry) throws IOException {
        tar.directory(entry);
        digest.directory(entry.path(), entry.status().mode());
    }

    @Override
    public void link(TreeEntry entry, ByteName target) throws IOException {
        Group group = groups.get(entry.id());
        if (entry.status().links() > 1 && group != null && target.equals(group.target)) {
            tar.hardLink(entry, group.names.get(0));
            group.names.add(entry.path());
        } else {
            tar.link(entry, target);
            if (entry.status().links() > 1) {
                begin(entry).target = target;
            }
        }
        digest.link(entry.path(), target, entry.status().modified());
    }

    private Group begin(TreeEntry entry) {
        Group group = new Group();
        group.names.add(entry.path());
        groups.put(entry.id(), group);
        return group;
    }

    @Override
    public void captured(TreeEntry entry, byte[] content, boolean counted) throws IOException {
        tar.begin(entry.path(), entry.status(), content.length, List.of(new Extent(0, content.length)));
        tar.write(content, content.length);
        tar.end();
        if (counted) {
            digest.file(entry.path(), told(entry.status(), content.length, ContentHash.of(content)));
        }
    }

    private static Content told(Status status, long size, String hash) {
        return new Content(status.mode(), status.modified(), size, hash);
    }

    @Override
    public void file(TreeEntry entry, Directory parent, boolean counted)
            throws StoreException, IOException, InterruptedException {
        boolean mayBeGrouped = counted && entry.status().links() > 1;
        Group group = mayBeGrouped ? groups.get(entry.id()) : null;
        if (group != null && group.content != null) {
            tar.hardLink(entry, group.names.get(0));
            group.names.add(entry.path());
            digest.file(entry.path(), group.content);
            return;
        }
        Content content = content(entry.path(), parent, counted);
        if (counted) {
            digest.file(entry.path(), content);
        }
        if (mayBeGrouped) {
            begin(entry).content = content;
        }
    }

    private Content content(BytePath path, Directory parent, boolean counted)
            throws StoreException, IOException, InterruptedException {
        try (RegularFile file = parent.file(path.name())) {
            TreeEntry entry = new TreeEntry(path, file.status());
            List<Extent> extents = FileContent.extents(file, entry);
            tar.begin(path, entry.status(), entry.status().size(), extents);
            ContentHash hash = new ContentHash();
            boolean isRead = copy(entry, file, extents, hash);
            tar.end();
            Content content = told(entry.status(), entry.status().size(), hash.hex());
            if (isRead && !entry.isUnchanged(file.status())) {
                changed.add(new Reread(entry, counted, content));
            }
            return content;
        }
    }

    /**
     * Copies exactly what was announced: a file that grows is cut, one that shrinks is filled up; both are read again.
     *
     * @return false if a part of it cannot be read, which is told
     */
    private boolean copy(TreeEntry entry, RegularFile file, List<Extent> extents, ContentHash hash)
            throws StoreException, IOException, InterruptedException {
        long at = 0;
        boolean isRead = true;
        for (Extent extent : extents) {
            hash.zeros(extent.offset() - at);
            at = extent.offset();
            long end = at + extent.length();
            while (at < end) {
                int wanted = (int) Math.min(end - at, buffer.length);
                int read = -1;
                try {
                    read = isRead ? file.readAt(at, buffer, 0, wanted) : -1;
                } catch (FileSystemException e) {
                    isRead = false;
                    leftOut(NotIncluded.missed(
                            entry.name(),
                            "it cannot be read from byte " + at + " on, where zeros stand for it: "
                                    + TreeWalk.reason(e)));
                }
                if (read < 0) {
                    Arrays.fill(buffer, 0, wanted, (byte) 0);
                    read = wanted;
                }
                hash.update(buffer, read);
                tar.write(buffer, read);
                at += read;
                goOn(entry);
            }
        }
        hash.zeros(entry.status().size() - at);
        return isRead;
    }

    private void goOn(TreeEntry entry) throws StoreException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("cancelled while a file was read");
        }
        if (clock.instant().isAfter(deadline)) {
            throw new StoreException(
                    Reason.DEADLINE,
                    "the deadline passed while '" + entry.name() + "' was read",
                    "give the job a longer deadline");
        }
    }

    /** All was told: reads again what changed, and counts which names are the same file. @param place where the tree is */
    void finish(Path place) throws StoreException, IOException, InterruptedException {
        for (int round = 0; round < ROUNDS && !changed.isEmpty(); round++) {
            List<Reread> again = changed;
            changed = new ArrayList<>();
            try (TreeCursor cursor = new TreeCursor(Directory.open(place))) {
                for (Reread file : again) {
                    readAgain(cursor, file);
                }
            }
        }
        changed.forEach(file -> warn("'" + file.entry().name() + "' changed while it was read, " + (ROUNDS + 1)
                + " times: what is kept may be a mixture of before and after"));
        groups.values().forEach(group -> digest.sameFile(group.names));
    }

    private void readAgain(TreeCursor cursor, Reread file) throws StoreException, IOException, InterruptedException {
        BytePath path = file.entry().path();
        Content content;
        try {
            content = content(path, cursor.go(path.parent()), file.counted());
        } catch (NoSuchFileException | NotDirectoryException e) {
            warn("'" + path + "' changed while it was read, then disappeared");
            return;
        } catch (FileSystemException e) {
            warn("'" + path + "' changed while it was read, then could not be read again: " + TreeWalk.reason(e));
            return;
        }
        if (file.counted()) {
            exchange(file, content);
        }
    }

    private void exchange(Reread file, Content content) {
        Group group = groups.get(file.entry().id());
        boolean isFirst = group != null
                && group.content != null
                && group.names.get(0).equals(file.entry().path());
        List<BytePath> names = isFirst ? group.names : List.of(file.entry().path());
        for (BytePath name : names) {
            digest.forgetFile(name, file.content());
            digest.file(name, content);
        }
        if (isFirst) {
            group.content = content;
        }
    }

    @Override
    public void leftOut(NotIncluded what) {
        leftOut.add(what);
    }

    @Override
    public void warn(String sentence) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(sentence);
        }
    }
}
