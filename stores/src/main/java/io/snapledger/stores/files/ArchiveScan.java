package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.files.TarEntry.Extent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out by reading an archive what its index would tell, for snapshots that are older than indexes. */
final class ArchiveScan implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final GitDirectories repositories;
    private final EntrySorter things;
    private final EntrySorter all;
    private final List<Link> links = new ArrayList<>();
    private final Map<BytePath, IndexEntry> firsts = new HashMap<>();
    private final byte[] buffer = new byte[BUFFER];

    /** A hard link as the archive has it. */
    private record Link(TarEntry entry, long offset) {}

    ArchiveScan(CommandRunner commands, GitDirectories repositories) {
        this.repositories = repositories;
        this.things = new EntrySorter(commands, IndexEntry.BY_PATH);
        this.all = new EntrySorter(commands, IndexEntry.BY_PATH);
    }

    /** @param archive from its beginning, buffered; read to its end */
    void read(InputStream archive) throws StoreException, IOException, InterruptedException {
        TarReader tar = new TarReader(archive);
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled while the archive was read");
            }
            read(tar, entry.get());
        }
    }

    private void read(TarReader tar, TarEntry entry) throws StoreException, IOException {
        if (entry.type() == TarEntry.Type.HARD_LINK) {
            firsts.put(entry.firstName(), null);
            links.add(new Link(entry, tar.offset()));
        } else {
            things.add(thing(tar, entry));
        }
    }

    private IndexEntry thing(TarReader tar, TarEntry entry) throws StoreException, IOException {
        IndexEntry.Type type =
                switch (entry.type()) {
                    case DIRECTORY -> IndexEntry.Type.DIRECTORY;
                    case SYMBOLIC_LINK -> IndexEntry.Type.SYMBOLIC_LINK;
                    default -> IndexEntry.Type.FILE;
                };
        boolean isFile = type == IndexEntry.Type.FILE;
        return new IndexEntry(
                entry.path(),
                type,
                entry.attributes(),
                isFile ? content(tar, entry) : null,
                entry.target(),
                IndexEntry.Place.of(tar.offset()),
                isFile ? repositories.isCounted(entry.path()) : !entry.path().isRoot());
    }

    private IndexEntry.Content content(TarReader tar, TarEntry entry) throws StoreException, IOException {
        ContentHash hash = new ContentHash();
        long at = 0;
        for (Extent extent : entry.extents()) {
            hash.zeros(extent.offset() - at);
            at = extent.offset() + extent.length();
            for (long left = extent.length(); left > 0; ) {
                int read = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
                hash.update(buffer, read);
                left -= read;
            }
        }
        hash.zeros(entry.size() - at);
        return new IndexEntry.Content(entry.size(), entry.stored(), hash.hex());
    }

    /** Tells what was read, in the order of the paths. A hard link is what its first name is at last. */
    void tell(EntryVisitor visitor) throws StoreException, IOException, InterruptedException {
        things.tell(thing -> {
            if (firsts.containsKey(thing.path())) {
                firsts.put(thing.path(), thing);
            }
            all.add(thing);
        });
        for (Link link : links) {
            IndexEntry first = firsts.get(link.entry().firstName());
            if (first == null) {
                throw TarReader.damaged("a hard link to '" + link.entry().firstName() + "', which it does not hold");
            }
            all.add(first.linked(link.entry().path(), link.offset()));
        }
        all.tell(visitor);
    }

    @Override
    public void close() {
        things.close();
        all.close();
    }
}
