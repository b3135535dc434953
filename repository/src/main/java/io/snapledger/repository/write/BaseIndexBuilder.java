package io.snapledger.repository.write;

import io.snapledger.events.SealedContent;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.format.ManifestFacts;
import io.snapledger.repository.format.Runs;
import io.snapledger.repository.format.SegmentIndex;
import io.snapledger.repository.format.SegmentKind;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.read.SegmentTail;
import io.snapledger.repository.read.SnapshotDescription;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sorts the chunks of a base into a file, with little heap: entries are first written as they come, then dealt into buckets by the first
 * bits of their ids, and each bucket is sorted by itself. A mapped file ends at 2 GiB, which is 89 million chunks or some 7 TiB.
 */
final class BaseIndexBuilder {

    private static final int ENTRY = BaseIndex.ENTRY;
    private static final int BUCKETS = 1 << BaseIndex.BUCKET_BITS;
    private static final int MOST = Integer.MAX_VALUE / ENTRY;
    private static final int BUFFER = 1 << 16;

    /** A segment of the base, and whose it is: 0 is the base itself, the others follow as its manifest counts them. */
    private record Source(int owner, SegmentList.Entry segment, int chunks, long liveBytes) {}

    private final SnapshotRepository repository;
    private final StoreKey key;
    private final SegmentList list;
    private final ManifestFacts about;
    private final List<SegmentList.Use> owners = new ArrayList<>();
    private final Map<Long, BitSet> liveChunks;
    private final List<Source> sources = new ArrayList<>();
    private final Path file;
    private final Path unsorted;

    private BaseIndexBuilder(SnapshotRepository repository, Decision.Committed base, StoreKey key, Path file) {
        this.repository = repository;
        this.key = key;
        this.file = file;
        this.unsorted = file.resolveSibling(file.getFileName() + ".unsorted");
        SnapshotDescription description = SnapshotDescription.read(repository, base, key);
        this.list = description.list();
        this.about = description.manifest().facts();
        int manifest = base.content().manifest().first();
        owners.add(
                new SegmentList.Use(list.snapshot(), list.attempt(), list.own().subList(0, manifest - 1)));
        owners.addAll(list.uses());
        this.liveChunks = liveChunks(description.manifest());
    }

    static BaseIndex build(SnapshotRepository repository, Decision.Committed base, StoreKey key, Path file)
            throws IOException {
        BaseIndexBuilder builder = new BaseIndexBuilder(repository, base, key, file);
        try {
            builder.collect();
            return builder.sorted();
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        } finally {
            Files.deleteIfExists(builder.unsorted);
        }
    }

    private static Map<Long, BitSet> liveChunks(Manifest manifest) {
        Map<Long, BitSet> live = new HashMap<>();
        for (Manifest.Stream stream : manifest.streams()) {
            Runs runs = stream.runs();
            for (int run = 0; run < runs.size(); run++) {
                if (runs.owner(run) > 0) { // its own segments hold nothing that it does not need
                    live.computeIfAbsent(place(runs.owner(run), runs.segment(run)), ignored -> new BitSet())
                            .set(runs.first(run), runs.first(run) + runs.count(run));
                }
            }
        }
        return live;
    }

    private static long place(int owner, int segment) {
        return (long) owner << 32 | segment;
    }

    /** Writes the chunks of every segment worth referring to, as they come. */
    private void collect() throws IOException {
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(unsorted, StandardOpenOption.CREATE_NEW), BUFFER))) {
            for (int owner = 0; owner < owners.size(); owner++) {
                SegmentList.Use use = owners.get(owner);
                SegmentList alone =
                        new SegmentList(list.store(), list.snapshot(), list.attempt(), List.of(), List.of(use));
                for (SegmentList.Located segment : alone.all()) {
                    collect(owner, segment, out);
                }
            }
        }
    }

    private void collect(int owner, SegmentList.Located segment, DataOutputStream out) throws IOException {
        SegmentIndex index = SegmentTail.read(repository, key, SegmentKind.DATA, segment.id(), segment.length());
        BitSet live = liveChunks.getOrDefault(place(owner, segment.id().number()), new BitSet());
        long liveBytes = owner == 0
                ? segment.length()
                : live.stream().mapToLong(index::sealedLength).sum();
        if (liveBytes * 2 < segment.length()) {
            return;
        }
        for (int chunk = 0; chunk < index.size(); chunk++) {
            out.writeLong(index.idPart(chunk, 0));
            out.writeLong(index.idPart(chunk, 1));
            out.writeInt(sources.size());
            out.writeInt(chunk);
        }
        SegmentList.Entry entry = new SegmentList.Entry(segment.id().number(), segment.length(), segment.sha256());
        sources.add(new Source(owner, entry, index.size(), liveBytes));
    }

    private BaseIndex sorted() throws IOException {
        List<Integer> kept = largestOwners();
        long chunks = sources.stream()
                .filter(source -> kept.contains(source.owner()))
                .mapToLong(Source::chunks)
                .sum();
        if (chunks > MOST) {
            throw new IOException("the base has " + chunks + " chunks; an index holds up to " + MOST);
        }
        MappedByteBuffer entries = BaseIndex.map(file, chunks * ENTRY);
        int[] ends = countBuckets(kept);
        deal(kept, entries, ends);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sort(entries, bucket == 0 ? 0 : ends[bucket - 1], ends[bucket]);
        }
        return new BaseIndex(
                file,
                entries,
                ends,
                kept.stream().map(this::worthReferringTo).toList(),
                sources.stream()
                        .mapToInt(source -> kept.indexOf(source.owner()) + 1)
                        .toArray(),
                sources.stream().mapToInt(source -> source.segment().number()).toArray(),
                Optional.of(about));
    }

    private SegmentList.Use worthReferringTo(int owner) {
        return new SegmentList.Use(
                owners.get(owner).snapshot(),
                owners.get(owner).attempt(),
                sources.stream()
                        .filter(source -> source.owner() == owner)
                        .map(Source::segment)
                        .toList());
    }

    /** The base itself and the owners with most live bytes; a snapshot may not have more. */
    private List<Integer> largestOwners() {
        Map<Integer, Long> liveBytes = new HashMap<>();
        sources.forEach(source -> liveBytes.merge(source.owner(), source.liveBytes(), Long::sum));
        return liveBytes.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Integer, Long> owner) -> owner.getKey() != 0)
                        .thenComparing(Map.Entry.comparingByValue(Comparator.reverseOrder())))
                .limit(SealedContent.MAX_OWNERS)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private interface EntrySink {
        void take(long high, long low, int source, int chunk);
    }

    private void forEachEntry(List<Integer> kept, EntrySink sink) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(unsorted), BUFFER))) {
            long all = sources.stream().mapToLong(Source::chunks).sum();
            for (long entry = 0; entry < all; entry++) {
                long high = in.readLong();
                long low = in.readLong();
                int source = in.readInt();
                int chunk = in.readInt();
                if (kept.contains(sources.get(source).owner())) {
                    sink.take(high, low, source, chunk);
                }
            }
        }
    }

    /** Where each bucket ends. */
    private int[] countBuckets(List<Integer> kept) throws IOException {
        int[] ends = new int[BUCKETS];
        forEachEntry(kept, (high, low, source, chunk) -> ends[bucket(high)]++);
        for (int bucket = 1; bucket < BUCKETS; bucket++) {
            ends[bucket] += ends[bucket - 1];
        }
        return ends;
    }

    private void deal(List<Integer> kept, MappedByteBuffer entries, int[] ends) throws IOException {
        int[] next = new int[BUCKETS];
        System.arraycopy(ends, 0, next, 1, BUCKETS - 1);
        forEachEntry(kept, (high, low, source, chunk) -> {
            int at = next[bucket(high)]++ * ENTRY;
            entries.putLong(at, high)
                    .putLong(at + 8, low)
                    .putInt(at + 16, source)
                    .putInt(at + 20, chunk);
        });
    }

    private static int bucket(long high) {
        return (int) (high >>> (64 - BaseIndex.BUCKET_BITS));
    }

    /** One bucket, in memory: a few thousand entries even of a terabyte. */
    private static void sort(MappedByteBuffer entries, int from, int to) {
        long[][] bucket = new long[to - from][];
        for (int i = 0; i < bucket.length; i++) {
            int at = (from + i) * ENTRY;
            bucket[i] = new long[] {entries.getLong(at), entries.getLong(at + 8), entries.getLong(at + 16)};
        }
        Arrays.sort(bucket, (a, b) -> BaseIndex.compare(a[0], a[1], b[0], b[1]));
        for (int i = 0; i < bucket.length; i++) {
            int at = (from + i) * ENTRY;
            entries.putLong(at, bucket[i][0]).putLong(at + 8, bucket[i][1]).putLong(at + 16, bucket[i][2]);
        }
    }
}
