package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Status;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.files.TarEntry.Attributes;
import io.snapledger.stores.files.TarEntry.Extent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a tar archive apart into a directory that is ours alone. Nothing in an archive is trusted: files are created exclusively, in directories
 * that are opened one by one, so that no name can lead through a link; hard links are made last, between what is here.
 */
final class TarExtraction implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;
    private static final int MOST_ENTRIES = 50_000_000;
    private static final int PRIVATE = 0700;

    /** Opens the directory that the tree is made in. */
    @FunctionalInterface
    interface Root {
        Directory open() throws IOException;
    }

    private final Root root;
    private final TreeCursor cursor;
    private final AttributeSetter setter = new AttributeSetter();
    private final DirectoryTree directories = new DirectoryTree();
    private final List<TarEntry> hardLinks = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private int entries;

    TarExtraction(Root root) throws IOException {
        this.root = root;
        this.cursor = new TreeCursor(root.open());
    }

    /** Files of other owners that now belong to this user, who may not give them away. */
    long foreign() {
        return setter.foreign();
    }

    /**
     * Makes what is in an archive, but for what {@link #finish} makes.
     *
     * @param stream from its beginning, or from any entry
     */
    void extract(InputStream stream) throws StoreException, IOException, InterruptedException {
        TarReader tar = new TarReader(stream);
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            if (++entries > MOST_ENTRIES) {
                throw TarReader.damaged("more than " + MOST_ENTRIES + " entries");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled while the archive was taken apart");
            }
            make(tar, entry.get());
        }
    }

    /** Makes a directory that nothing else is told of. */
    void directory(BytePath path, Attributes attributes) throws IOException {
        Directory unused = go(path);
        directories.describe(path, attributes);
    }

    /** Makes one entry, but for what {@link #finish} makes. @param tar its content follows */
    void make(TarReader tar, TarEntry entry) throws StoreException, IOException {
        try {
            switch (entry.type()) {
                case DIRECTORY -> directory(entry);
                case FILE -> file(tar, entry);
                case SYMBOLIC_LINK -> symbolicLink(entry);
                case HARD_LINK -> hardLinks.add(entry);
            }
        } catch (FileAlreadyExistsException | NotDirectoryException e) {
            throw twice(entry);
        }
    }

    private void directory(TarEntry entry) throws StoreException, IOException {
        Directory unused = go(entry.path());
        if (!directories.describe(entry.path(), entry.attributes())) {
            throw twice(entry);
        }
    }

    private Directory go(BytePath path) throws IOException {
        return cursor.go(path, this::make);
    }

    private Directory make(Directory in, BytePath path) throws IOException {
        directories.add(path);
        return in.make(path.name(), PRIVATE);
    }

    private void file(TarReader tar, TarEntry entry) throws StoreException, IOException {
        Directory parent = go(entry.path().parent());
        try (RegularFile file = create(parent, entry)) {
            for (Extent extent : entry.extents()) {
                write(tar, file, extent);
            }
            if (!isWhole(entry)) {
                file.truncate(entry.size());
            }
            setter.set(file, entry.attributes());
        }
    }

    private static boolean isWhole(TarEntry entry) {
        return entry.extents().size() == 1 && entry.extents().get(0).length() == entry.size();
    }

    /** A file that had changed while it was dumped comes again. */
    private static RegularFile create(Directory parent, TarEntry entry) throws StoreException, IOException {
        try {
            return parent.create(entry.path().name(), 0600);
        } catch (FileAlreadyExistsException e) {
            if (parent.status(entry.path().name()).type() != Status.Type.REGULAR_FILE) {
                throw twice(entry);
            }
            parent.remove(entry.path().name());
            return parent.create(entry.path().name(), 0600);
        }
    }

    private void write(TarReader tar, RegularFile file, Extent extent) throws StoreException, IOException {
        for (long done = 0; done < extent.length(); ) {
            int read = tar.read(buffer, 0, (int) Math.min(buffer.length, extent.length() - done));
            file.writeAt(extent.offset() + done, buffer, 0, read);
            done += read;
        }
    }

    private void symbolicLink(TarEntry entry) throws IOException {
        Directory parent = go(entry.path().parent());
        parent.symbolicLink(entry.path().name(), entry.target());
        setter.setLink(parent, entry.path().name(), entry.attributes());
    }

    /** Makes the hard links, and gives the directories their rights and times. */
    void finish() throws StoreException, IOException {
        try (TreeCursor firsts = new TreeCursor(root.open())) {
            for (TarEntry link : hardLinks) {
                hardLink(firsts, link);
            }
        }
        directories.finish(root.open(), setter);
    }

    private void hardLink(TreeCursor firsts, TarEntry link) throws StoreException, IOException {
        BytePath first = link.firstName();
        try {
            Directory from = firsts.go(first.parent());
            if (from.status(first.name()).type() == Status.Type.DIRECTORY) {
                throw TarReader.damaged("a hard link to the directory '" + first + "'");
            }
            go(link.path().parent()).hardLink(link.path().name(), from, first.name());
        } catch (NoSuchFileException | NotDirectoryException | IllegalStateException e) {
            throw TarReader.damaged("a hard link to '" + first + "', which it does not hold");
        } catch (FileAlreadyExistsException e) {
            throw twice(link);
        }
    }

    private static StoreException twice(TarEntry entry) {
        return TarReader.damaged("'" + entry.path() + "' twice");
    }

    @Override
    public void close() {
        cursor.close();
    }
}
