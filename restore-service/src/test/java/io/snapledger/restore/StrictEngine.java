package io.snapledger.restore;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.LocationForm;
import io.snapledger.stores.Place;
import io.snapledger.stores.Probe;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.StreamSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * An engine whose stores are maps, and which keeps the contract of {@link StoreEngine} to the letter: it refuses what must be refused,
 * wipes what an earlier try left, marks what is incomplete, and never swaps after an exception.
 */
final class StrictEngine implements StoreEngine {

    static final String KIND = "fake";
    private static final KindOption<java.nio.file.Path> PATH =
            KindOption.path("path", "a place of its own").locating(KindOption.Locates.WITHIN_REACH);
    private static final KindDescription DESCRIPTION =
            new KindDescription(KIND, "a map", new LocationForm.Directory(PATH, "/srv/map"), List.of(PATH), List.of());
    static final String INCOMPLETE = "incomplete";

    /** What happens in the middle of a call. */
    interface Hook {
        void run() throws StoreException, IOException, InterruptedException;
    }

    final Map<String, SortedMap<String, String>> stores = new ConcurrentHashMap<>();
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final List<String> blockers = Collections.synchronizedList(new ArrayList<>());
    volatile boolean swaps = true;

    /** What the inventory tells beside the streams. */
    volatile Map<String, String> factsOfParts = Map.of();

    volatile Runnable beforeAftermath = () -> {};

    /** Stores whose restore has changed them and has not ended well. */
    private final Set<String> unfinished = ConcurrentHashMap.newKeySet();

    volatile Hook beforeReading = () -> {};
    volatile Hook whileApplying = () -> {};
    volatile Hook afterApplying = () -> {};
    volatile Hook beforeEvidence = () -> {};

    SortedMap<String, String> store(String name) {
        return stores.computeIfAbsent(name, store -> new TreeMap<>());
    }

    /** What a restore has done to targets. */
    List<String> changes() {
        synchronized (calls) {
            return calls.stream()
                    .filter(call -> call.startsWith("apply ") || call.startsWith("swap "))
                    .toList();
        }
    }

    static SnapshotContent content(Map<String, String> streams) {
        return new SnapshotContent(
                KIND,
                "fake 1",
                "",
                streams.entrySet().stream()
                        .map(stream -> new StreamContent(
                                stream.getKey(), stream.getValue().length(), "", "", Map.of()))
                        .toList(),
                evidence(streams),
                streams.size(),
                new TreeMap<>(),
                List.of());
    }

    static Evidence evidence(Map<String, String> streams) {
        Map<String, String> facts = new TreeMap<>();
        streams.forEach((name, text) -> {
            CRC32 crc = new CRC32();
            crc.update(text.getBytes(StandardCharsets.US_ASCII));
            facts.put(Evidence.path("stream", name), text.length() + " bytes, crc " + crc.getValue());
        });
        return Evidence.of(facts);
    }

    @Override
    public KindDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Place place(RestoreTarget target) {
        String path = target.store().options().get("path");
        return path == null
                ? new Place(
                        "map " + target.store().name(),
                        Set.of(Place.Key.of(target.store().name())))
                : new Place(
                        path,
                        Set.of(new Place.Key(List.of(java.nio.file.Path.of(path)
                                .normalize()
                                .toString()
                                .split("/")))));
    }

    @Override
    public void check(StoreDefinition store) {}

    @Override
    public Probe probe(StoreDefinition store) {
        return new Probe(true, "", "", OptionalLong.empty(), List.of(), List.of());
    }

    @Override
    public DumpReport dump(DumpRequest request, StreamSink sink) {
        throw new UnsupportedOperationException("nothing is dumped here");
    }

    @Override
    public RestorePlan plan(RestoreTarget target, SnapshotContent content) throws StoreException {
        calls.add("plan " + target.store().name());
        if (target.options().containsKey("unknown")) {
            throw new StoreException(StoreException.Reason.BAD_OPTIONS, "unknown option 'unknown'", "there are none");
        }
        if (!target.only().isEmpty()) {
            return planOfPaths(target, content);
        }
        SortedMap<String, String> there = store(target.store().name());
        Action action = there.isEmpty() ? Action.CREATE : Action.REPLACE;
        return new RestorePlan(
                there.isEmpty(),
                there.isEmpty() ? "it is empty" : "it holds " + there.keySet(),
                swaps,
                content.streams().stream()
                        .map(stream -> new Change(action, "stream " + stream.name()))
                        .toList(),
                OptionalLong.empty(),
                blockers,
                List.of());
    }

    private RestorePlan planOfPaths(RestoreTarget target, SnapshotContent content) throws StoreException {
        List<String> known = content.streams().stream().map(StreamContent::name).toList();
        for (String path : target.only()) {
            if (!known.contains(path)) {
                throw new StoreException(
                        StoreException.Reason.BAD_OPTIONS, "the snapshot has no '" + path + "'", "one of " + known);
            }
        }
        Set<String> there = store(target.store().name()).keySet();
        List<String> taken = target.only().stream().filter(there::contains).toList();
        return new RestorePlan(
                taken.isEmpty(),
                taken.isEmpty() ? "it has none of them" : "it holds " + taken,
                swaps,
                target.only().stream()
                        .map(path ->
                                new Change(taken.contains(path) ? Action.REPLACE : Action.CREATE, "stream " + path))
                        .toList(),
                OptionalLong.of(content.streams().stream()
                        .filter(stream -> target.only().contains(stream.name()))
                        .mapToLong(StreamContent::bytes)
                        .sum()),
                blockers,
                List.of());
    }

    @Override
    public RestoreReport restore(RestoreRequest request, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException {
        String name = request.target().store().name();
        calls.add("restore " + name);
        store(name).remove(INCOMPLETE);
        RestorePlan plan = plan(request.target(), request.content());
        if (!plan.possible()) {
            throw new StoreException(StoreException.Reason.BLOCKED, String.join("; ", plan.blockers()), "");
        }
        if (!plan.fresh() && !request.replace()) {
            throw new StoreException(
                    StoreException.Reason.NOT_FRESH, "the target is not fresh: " + plan.freshness(), "");
        }
        return plan.swaps() ? besides(request, plan, source, progress) : inPlace(request, plan, source, progress);
    }

    private RestoreReport besides(RestoreRequest request, RestorePlan plan, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException {
        String name = request.target().store().name();
        List<String> only = request.target().only();
        SortedMap<String, String> made = new TreeMap<>();
        beforeReading.run();
        for (StreamContent stream : request.content().streams()) {
            if (only.isEmpty() || only.contains(stream.name())) {
                made.put(stream.name(), read(source, stream, request.deadline(), progress));
            }
        }
        whileApplying.run();
        Evidence expected = evidenceOf(request.content(), only);
        if (!Evidence.differences(expected, evidence(made)).isEmpty()) {
            throw new StoreException(StoreException.Reason.DIFFERENT, "what was made differs", "");
        }
        requireNotInterrupted();
        calls.add("swap " + name);
        unfinished.add(name);
        if (only.isEmpty()) {
            stores.put(name, made);
        } else {
            store(name).putAll(made);
        }
        afterApplying.run();
        unfinished.remove(name);
        return new RestoreReport(plan.changes(), expected, List.of());
    }

    private static Evidence evidenceOf(SnapshotContent content, List<String> only) {
        Map<String, String> facts = new TreeMap<>(content.evidence().facts());
        if (!only.isEmpty()) {
            facts.keySet()
                    .retainAll(only.stream()
                            .map(name -> Evidence.path("stream", name))
                            .toList());
        }
        return Evidence.of(facts);
    }

    private RestoreReport inPlace(RestoreRequest request, RestorePlan plan, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException {
        String name = request.target().store().name();
        calls.add("apply " + name);
        if (!request.target().only().isEmpty()) {
            throw new UnsupportedOperationException("single paths are swapped here");
        }
        SortedMap<String, String> target = store(name);
        unfinished.add(name);
        target.clear();
        target.put(INCOMPLETE, "");
        beforeReading.run();
        for (StreamContent stream : request.content().streams()) {
            target.put(stream.name(), read(source, stream, request.deadline(), progress));
            whileApplying.run();
        }
        target.remove(INCOMPLETE);
        afterApplying.run();
        unfinished.remove(name);
        return new RestoreReport(plan.changes(), request.content().evidence(), List.of());
    }

    private static String read(StreamSource source, StreamContent stream, Instant deadline, Progress progress)
            throws IOException, StoreException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = source.open(stream.name())) {
            byte[] some = new byte[100];
            for (int got; (got = in.read(some)) > 0; ) {
                bytes.write(some, 0, got);
                progress.report("reading", bytes.size());
                requireNotInterrupted();
            }
        }
        if (bytes.size() != stream.bytes()) {
            throw new StoreException(StoreException.Reason.DAMAGED, "stream has " + bytes.size() + " bytes", "");
        }
        if (!Stage.CLOCK.instant().isBefore(deadline)) {
            throw new StoreException(StoreException.Reason.DEADLINE, "not done by " + deadline, "");
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("cancelled");
        }
    }

    @Override
    public Aftermath aftermath(RestoreTarget target, String restoreId) {
        calls.add("aftermath " + target.store().name());
        beforeAftermath.run();
        return unfinished.contains(target.store().name())
                ? new Aftermath(
                        Aftermath.Change.CHANGED, List.of("streams were replaced"), List.of("what was made so far"))
                : new Aftermath(Aftermath.Change.NONE, List.of(), List.of());
    }

    @Override
    public void list(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> entries) {
        content.streams()
                .forEach(stream -> entries.accept(new SnapshotEntry(
                        stream.name(), "stream", Optional.of(stream.bytes()), Optional.empty(), Optional.empty())));
    }

    @Override
    public Evidence evidence(RestoreTarget target, Optional<Evidence> like)
            throws StoreException, InterruptedException {
        calls.add("evidence " + target.store().name());
        try {
            beforeEvidence.run();
        } catch (IOException e) {
            throw new StoreException(StoreException.Reason.UNREACHABLE, e.getMessage(), "", e);
        }
        Map<String, String> there = new TreeMap<>(store(target.store().name()));
        if (!target.only().isEmpty()) {
            there.keySet().retainAll(target.only());
        }
        Map<String, String> facts = new TreeMap<>(evidence(there).facts());
        facts.putAll(factsOfParts);
        return Evidence.of(facts);
    }
}
