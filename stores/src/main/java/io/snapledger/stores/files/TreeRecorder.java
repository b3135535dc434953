package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.files.TarEntry.Extent;
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
    private record Reread(TreeEntry entry, IndexEntry told) {}

    /** One of several names, and where in the archive it is. */
    private record Name(BytePath path, long offset) {}

    /** A file, or a symbolic link, of several names: those met so far, and what is told of the first. */
    private static final class Group {
        private final List<Name> names = new ArrayList<>();
        private IndexEntry first;

        private Group(IndexEntry first) {
            this.first = first;
            names.add(new Name(first.path(), first.place().offset()));
        }

        private boolean isOf(IndexEntry.Type type) {
            return first.type() == type;
        }
    }

    /** Where what was written is noted. */
    @FunctionalInterface
    interface Index {
        Index NONE = entry -> {};

        /** What is told of a path again counts instead of what was told before. */
        void add(IndexEntry entry) throws IOException;
    }

    private final TarWriter tar;
    private final Index index;
    private final Clock clock;
    private final Instant deadline;
    private final TreeDigest digest = new TreeDigest();
    private final Map<FileId, Group> groups = new HashMap<>();
    private final Omissions leftOut = new Omissions();
    private final List<String> warnings = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private List<Reread> changed = new ArrayList<>();

    TreeRecorder(TarWriter tar, Index index, Clock clock, Instant deadline) {
        this.tar = tar;
        this.index = index;
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

    /** The tree itself, which is not counted. */
    void root(TreeEntry entry) throws IOException {
        index.add(IndexEntry.directory(entry, tar.position(), false));
        tar.directory(entry);
    }

    @Override
    public void directory(TreeEntry entry) throws IOException {
        index.add(IndexEntry.directory(entry, tar.position(), true));
        tar.directory(entry);
        digest.directory(entry.path(), entry.status().mode());
    }

    @Override
    public void link(TreeEntry entry, ByteName target) throws IOException {
        Group group = groups.get(entry.id());
        IndexEntry link = IndexEntry.link(entry, target, tar.position());
        if (entry.status().links() > 1
                && group != null
                && group.isOf(IndexEntry.Type.SYMBOLIC_LINK)
                && target.equals(group.first.target())) {
            index.add(link.linkedTo(group.first));
            tar.hardLink(entry, group.first.path());
            group.names.add(new Name(entry.path(), link.place().offset()));
        } else {
            index.add(link);
            tar.link(entry, target);
            if (entry.status().links() > 1) {
                groups.put(entry.id(), new Group(link));
            }
        }
        digest.link(entry.path(), target, entry.status().modified());
    }

    @Override
    public void captured(TreeEntry entry, byte[] content, boolean counted) throws IOException {
        long size = content.length;
        IndexEntry.Content held = new IndexEntry.Content(size, size, ContentHash.of(content));
        IndexEntry file = IndexEntry.file(entry, held, tar.position(), counted);
        index.add(file);
        tar.begin(entry.path(), entry.status(), size, List.of(new Extent(0, size)));
        tar.write(content, content.length);
        tar.end();
        if (counted) {
            digest.file(entry.path(), file.told());
        }
    }

    @Override
    public void file(TreeEntry entry, Directory parent, boolean counted)
            throws StoreException, IOException, InterruptedException {
        boolean mayBeGrouped = counted && entry.status().links() > 1;
        Group group = mayBeGrouped ? groups.get(entry.id()) : null;
        if (group != null && group.isOf(IndexEntry.Type.FILE)) {
            IndexEntry link = group.first.linked(entry.path(), tar.position());
            index.add(link);
            tar.hardLink(entry, group.first.path());
            group.names.add(new Name(entry.path(), link.place().offset()));
            digest.file(entry.path(), link.told());
            return;
        }
        IndexEntry file = content(entry.path(), parent, counted);
        if (counted) {
            digest.file(entry.path(), file.told());
        }
        if (mayBeGrouped) {
            groups.put(entry.id(), new Group(file));
        }
    }

    private IndexEntry content(BytePath path, Directory parent, boolean counted)
            throws StoreException, IOException, InterruptedException {
        try (RegularFile file = parent.file(path.name())) {
            TreeEntry entry = new TreeEntry(path, file.status());
            long size = entry.status().size();
            List<Extent> extents = FileContent.extents(file, entry);
            long offset = tar.position();
            tar.begin(path, entry.status(), size, extents);
            ContentHash hash = new ContentHash();
            boolean isRead = copy(entry, file, extents, hash);
            tar.end();
            long stored = extents.stream().mapToLong(Extent::length).sum();
            IndexEntry told = IndexEntry.file(entry, new IndexEntry.Content(size, stored, hash.hex()), offset, counted);
            index.add(told);
            if (isRead && !entry.isUnchanged(file.status())) {
                changed.add(new Reread(entry, told));
            }
            return told;
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
        groups.values()
                .forEach(group ->
                        digest.sameFile(group.names.stream().map(Name::path).toList()));
    }

    private void readAgain(TreeCursor cursor, Reread file) throws StoreException, IOException, InterruptedException {
        BytePath path = file.entry().path();
        IndexEntry now;
        try {
            now = content(path, cursor.go(path.parent()), file.told().counted());
        } catch (NoSuchFileException | NotDirectoryException e) {
            warn("'" + path + "' changed while it was read, then disappeared");
            return;
        } catch (FileSystemException e) {
            warn("'" + path + "' changed while it was read, then could not be read again: " + TreeWalk.reason(e));
            return;
        }
        if (now.counted()) {
            exchange(file, now);
        }
    }

    private void exchange(Reread file, IndexEntry now) throws IOException {
        BytePath path = now.path();
        digest.forgetFile(path, file.told().told());
        digest.file(path, now.told());
        Group group = groups.get(file.entry().id());
        if (group != null
                && group.isOf(IndexEntry.Type.FILE)
                && group.first.path().equals(path)) {
            exchangeLinks(group, file.told(), now);
            group.first = now;
        }
    }

    /** The other names have what their first one has. */
    private void exchangeLinks(Group group, IndexEntry before, IndexEntry now) throws IOException {
        for (Name name : group.names.subList(1, group.names.size())) {
            IndexEntry link = now.linked(name.path(), name.offset());
            index.add(link);
            digest.forgetFile(name.path(), before.told());
            digest.file(name.path(), link.told());
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
