package io.snapledger.repository.write;

import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.ManifestFacts;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The chunks of a base snapshot: one sorted, memory-mapped file, 24 bytes a chunk, so that a terabyte needs 310 MB of disk and no heap.
 * Its owners must have been pinned, and the base's decision read again, before it is built ({@code protocol.BaseChoice} does that).
 */
public final class BaseIndex implements AutoCloseable {

    /** First 16 bytes of the id, number of the segment in {@link #segmentOf}, number of the chunk within. */
    static final int ENTRY = 24;

    /** Entries are sorted within buckets of equal first bits of the id. */
    static final int BUCKET_BITS = 12;

    private final Path file;
    private final MappedByteBuffer entries;
    private final int[] bucketEnds;
    private final List<SegmentList.Use> owners;
    private final int[] ownerOf;
    private final int[] segmentOf;
    private final Optional<ManifestFacts> about;

    BaseIndex(
            Path file,
            MappedByteBuffer entries,
            int[] bucketEnds,
            List<SegmentList.Use> owners,
            int[] ownerOf,
            int[] segmentOf,
            Optional<ManifestFacts> about) {
        this.file = file;
        this.entries = entries;
        this.bucketEnds = bucketEnds;
        this.owners = owners;
        this.ownerOf = ownerOf;
        this.segmentOf = segmentOf;
        this.about = about;
    }

    /** No base: everything is stored. */
    public static BaseIndex none() {
        return new BaseIndex(null, null, new int[0], List.of(), new int[0], new int[0], Optional.empty());
    }

    /**
     * Reads the sealed indexes of the base's segments. Segments of which less than half is live in the base are left out, and at most
     * {@value io.snapledger.events.SealedContent#MAX_OWNERS} owners are kept, those with most live bytes.
     *
     * @param key of the base's epoch
     * @param file made here, deleted by {@link #close}
     * @throws io.snapledger.repository.RepositoryException if the base cannot be read; dump it whole then
     */
    public static BaseIndex build(SnapshotRepository repository, Decision.Committed base, StoreKey key, Path file)
            throws IOException {
        return BaseIndexBuilder.build(repository, base, key, file);
    }

    /** Owners as locations count them, from 1; each with all segments that may be referred to. */
    List<SegmentList.Use> owners() {
        return owners;
    }

    /** Where a chunk lies, or {@link Location#NONE}. Any thread. */
    long find(long high, long low) {
        if (bucketEnds.length == 0) {
            return Location.NONE;
        }
        int bucket = (int) (high >>> (64 - BUCKET_BITS));
        int from = bucket == 0 ? 0 : bucketEnds[bucket - 1];
        int to = bucketEnds[bucket] - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int compared = compare(entries.getLong(middle * ENTRY), entries.getLong(middle * ENTRY + 8), high, low);
            if (compared == 0) {
                int segment = entries.getInt(middle * ENTRY + 16);
                return Location.of(ownerOf[segment], segmentOf[segment], entries.getInt(middle * ENTRY + 20));
            } else if (compared < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return Location.NONE;
    }

    static int compare(long high, long low, long otherHigh, long otherLow) {
        int compared = Long.compareUnsigned(high, otherHigh);
        return compared == 0 ? Long.compareUnsigned(low, otherLow) : compared;
    }

    /** What the base's manifest says of it; empty without a base. */
    public Optional<ManifestFacts> about() {
        return about;
    }

    /** Number of chunks. */
    public int size() {
        return bucketEnds.length == 0 ? 0 : bucketEnds[bucketEnds.length - 1];
    }

    /** Bytes of the file, to be counted in the staging quota. */
    public long bytes() {
        return entries == null ? 0 : entries.capacity();
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                System.getLogger(BaseIndex.class.getName())
                        .log(System.Logger.Level.WARNING, "cannot delete {0}: {1}", file, e.getMessage());
            }
        }
    }

    static MappedByteBuffer map(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
        }
    }
}
