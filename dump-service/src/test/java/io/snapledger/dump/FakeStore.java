package io.snapledger.dump;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.LocationForm;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.Place;
import io.snapledger.stores.Probe;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A store whose tool writes bytes from a seed and then a trailer, and misbehaves as its options say: {@code die} with exit 1
 * after so many bytes, {@code hang}, {@code cut} the output and exit 0. The engine is strict as a real one: no exit 0 and right
 * trailer, no dump. With {@code careless} it forgets that, which the service must notice where it can. {@code gate} makes
 * it wait in the middle until the test opens the gate of that name. {@code streams} are written at once, each by a thread, in turns. {@code unreadable} names a row that it leaves out, {@code objects}
 * what it claims to hold.
 */
public final class FakeStore implements StoreEngine {

    public static final String KIND = "fake";
    static final KindDescription DESCRIPTION = new KindDescription(
            KIND,
            "a tool that writes bytes from a seed",
            new LocationForm.Directory(KindOption.path("path", "nowhere"), "/nowhere"),
            List.of(),
            List.of());
    static final int TRAILER = 32;

    private static final Map<String, Optional<SnapshotContent>> PREVIOUS = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> RUNS = new ConcurrentHashMap<>();
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
    private static final AtomicInteger NOW = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();

    /** How often the tool of a store was run. */
    static int runs(String store) {
        return RUNS.getOrDefault(store, new AtomicInteger()).get();
    }

    /** What the last dump of a store was told of an earlier one. */
    static Optional<SnapshotContent> previous(String store) {
        return PREVIOUS.get(store);
    }

    /** How many tools ran at once at most, since this was asked last. */
    static int mostAtOnce() {
        return MOST.getAndSet(0);
    }

    static int running() {
        return NOW.get();
    }

    static CountDownLatch gate(String name) {
        return GATES.computeIfAbsent(name, any -> new CountDownLatch(1));
    }

    /** What an undisturbed tool writes. */
    static byte[] output(long seed, int bytes) {
        byte[] body = new byte[bytes];
        new Random(seed).nextBytes(body);
        return concat(body, trailer(body));
    }

    private static byte[] trailer(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return String.format(Locale.ROOT, "-- end %010d %08x ---\n\n", body.length, crc.getValue())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public KindDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Place place(RestoreTarget target) {
        return new Place(
                target.store().name(), Set.of(Place.Key.of(target.store().name())));
    }

    @Override
    public void check(StoreDefinition store) {}

    @Override
    public Probe probe(StoreDefinition store) {
        return new Probe(
                true, "fake 1", "faketool 1", OptionalLong.of(number(store, "bytes", 1000)), List.of(), List.of());
    }

    @Override
    public DumpReport dump(DumpRequest request, StreamSink sink)
            throws StoreException, IOException, InterruptedException {
        StoreDefinition store = request.store();
        PREVIOUS.put(store.name(), request.previous());
        RUNS.computeIfAbsent(store.name(), any -> new AtomicInteger()).incrementAndGet();
        MOST.accumulateAndGet(NOW.incrementAndGet(), Math::max);
        try {
            int streams = number(store, "streams", 1);
            return streams == 1 ? run(store, sink) : FakeStreams.dump(streams, number(store, "bytes", 1000), sink);
        } finally {
            NOW.decrementAndGet();
        }
    }

    private static DumpReport run(StoreDefinition store, StreamSink sink)
            throws StoreException, IOException, InterruptedException {
        byte[] whole = output(number(store, "seed", 1), number(store, "bytes", 1000));
        int length = number(store, "cut", number(store, "die", number(store, "hang", whole.length)));
        try (OutputStream stream = sink.open("data.fake")) {
            int half = length / 2;
            write(stream, whole, 0, half);
            if (store.options().containsKey("gate")) {
                gate(store.options().get("gate")).await();
            }
            write(stream, whole, half, length);
        }
        if (store.options().containsKey("hang")) {
            new CountDownLatch(1).await();
        }
        if (store.options().containsKey("die")) {
            throw new StoreException(Reason.TOOL_FAILED, "faketool ended with 1 after " + length + " bytes", "");
        }
        byte[] written = Arrays.copyOf(whole, length);
        if (!store.options().containsKey("careless")) {
            requireTrailer(written);
        }
        int claimed = store.options().containsKey("overstates") ? length + 1 : length;
        StreamContent content = new StreamContent("data.fake", claimed, "all", "cat data.fake", Map.of());
        return new DumpReport(
                new SnapshotContent(
                        KIND,
                        "faketool 1",
                        "fake 1",
                        List.of(content),
                        Evidence.of(Map.of("bytes", Integer.toString(length))),
                        number(store, "objects", length),
                        new TreeMap<>(),
                        store.options().containsKey("unreadable")
                                ? List.of(
                                        NotIncluded.inherent("weather", "nobody can dump it"),
                                        NotIncluded.missed(
                                                "row " + store.options().get("unreadable"), "it cannot be read"))
                                : List.of(NotIncluded.inherent("weather", "nobody can dump it"))),
                List.of());
    }

    private static void write(OutputStream stream, byte[] bytes, int from, int to) throws IOException {
        for (int at = from; at < to; at += 8192) {
            stream.write(bytes, at, Math.min(8192, to - at));
        }
    }

    private static void requireTrailer(byte[] written) throws StoreException {
        int body = written.length - TRAILER;
        if (body < 0
                || !Arrays.equals(
                        trailer(Arrays.copyOf(written, body)), Arrays.copyOfRange(written, body, written.length))) {
            throw new StoreException(
                    Reason.INCOMPLETE,
                    "faketool ended with 0, but its " + written.length + " bytes have no trailer",
                    "");
        }
    }

    private static int number(StoreDefinition store, String option, int otherwise) {
        String text = store.options().get(option);
        return text == null ? otherwise : Integer.parseInt(text);
    }

    @Override
    public RestorePlan plan(RestoreTarget target, SnapshotContent content) {
        throw new UnsupportedOperationException("dump-service restores nothing");
    }

    @Override
    public RestoreReport restore(RestoreRequest request, StreamSource source, Progress progress) {
        throw new UnsupportedOperationException("dump-service restores nothing");
    }

    @Override
    public Aftermath aftermath(RestoreTarget target, String restoreId) {
        throw new UnsupportedOperationException("dump-service restores nothing");
    }

    @Override
    public void list(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> entries) {
        throw new UnsupportedOperationException("dump-service lists nothing");
    }

    @Override
    public Evidence evidence(RestoreTarget target, Optional<Evidence> like) {
        throw new UnsupportedOperationException("dump-service restores nothing");
    }
}
