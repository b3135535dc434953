package io.snapledger.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.dump.Failure.FailedAttempt;
import io.snapledger.dump.Preparation.Prepared;
import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.dump.staging.StagedSegment;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Nullable;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.format.ManifestFacts;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import io.snapledger.stores.Acceptance;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamContent;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The work of one attempt: store to sealed segments. Used once, by the attempt's thread; any thread may ask for figures. */
final class DumpWork implements DumpAttempt.Work {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final StoreDefinition store;
    private final StoreEngine engine;
    private final StagedAttempt staged;
    private final Preparation preparation;
    private final Consumer<StagedSegment> announce;
    private final DumpSettings settings;
    private final String worker;
    private final InstantSource clock;

    private volatile SnapshotWriter writer;
    private volatile String phase = "dumping";
    private volatile long bytesExpected;

    DumpWork(
            StoreDefinition store,
            StoreEngine engine,
            StagedAttempt staged,
            Preparation preparation,
            Consumer<StagedSegment> announce,
            DumpSettings settings,
            String worker,
            InstantSource clock) {
        this.store = store;
        this.engine = engine;
        this.staged = staged;
        this.preparation = preparation;
        this.announce = announce;
        this.settings = settings;
        this.worker = worker;
        this.clock = clock;
    }

    /** Dumps and seals. When it throws nothing of the attempt is worth anything. */
    @Override
    public DumpCompleted run() throws FailedAttempt, StoreException, IOException, InterruptedException {
        Instant startedAt = clock.instant();
        try (Prepared prepared = preparation.prepare(staged)) {
            bytesExpected = prepared.bytesExpected();
            try (StagingSink sink = new StagingSink(staged, settings.segmentBytes(), announce);
                    SnapshotWriter streams = open(prepared, sink)) {
                writer = streams;
                DumpRequest dump = new DumpRequest(store, request().deadline(), previous(prepared));
                DumpReport report = accepted(engine.dump(dump, streams::stream));
                requireBytes(report, streams.progress().bytesRead());
                phase = "sealing";
                Instant sealedAt = clock.instant();
                String suspicion = Suspicion.of(report.content(), prepared.previous());
                ManifestFacts facts = facts(report, suspicion, startedAt, sealedAt);
                SealedSnapshot sealed = streams.seal(facts);
                requireSameStreams(report, sealed);
                return completed(report, facts, sealed);
            }
        }
    }

    /** What the base holds; one that this version cannot read is none. */
    private Optional<SnapshotContent> previous(Prepared prepared) {
        try {
            JsonNode content =
                    prepared.base().about().map(ManifestFacts::content).orElse(null);
            return Optional.ofNullable(JSON.treeToValue(content, SnapshotContent.class))
                    .filter(previous -> store.kind().equals(previous.kind()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What the store's owner accepts to miss for good does not make a snapshot partial. */
    private DumpReport accepted(DumpReport report) {
        return new DumpReport(Acceptance.of(store).apply(report.content()), report.warnings());
    }

    private SnapshotWriter open(Prepared prepared, StagingSink sink) {
        return SnapshotWriter.open(
                new StoreName(store.name()),
                new SnapshotId(request().snapshot()),
                AttemptId.parse(staged.attempt()),
                prepared.key(),
                prepared.base(),
                sink,
                new WriterOptions(
                        ChunkSizes.STANDARD, settings.zstdLevel(), settings.workers(), settings.segmentBytes()));
    }

    private DumpRequested request() {
        return staged.request().data();
    }

    /** An engine should have seen this itself; a snapshot of nothing is the one mistake nobody notices in time. */
    private void requireBytes(DumpReport report, long bytesRead) throws FailedAttempt {
        List<StreamContent> streams = report.content().streams();
        long reported = streams.stream().mapToLong(StreamContent::bytes).sum();
        if (bytesRead == 0) {
            throw new FailedAttempt(
                    FailureCode.EMPTY_DUMP,
                    "the dump of store " + store.name() + " ended well but holds not one byte in " + streams.size()
                            + " streams");
        }
        if (reported != bytesRead) {
            throw new FailedAttempt(
                    FailureCode.TRAILER_MISSING,
                    "the engine of store " + store.name() + " speaks of " + reported + " bytes, but " + bytesRead
                            + " arrived");
        }
    }

    private void requireSameStreams(DumpReport report, SealedSnapshot sealed) throws FailedAttempt {
        Map<String, Long> reported = report.content().streams().stream()
                .collect(Collectors.toMap(StreamContent::name, StreamContent::bytes));
        Map<String, Long> arrived = sealed.streams().stream()
                .collect(Collectors.toMap(SealedSnapshot.Stream::name, SealedSnapshot.Stream::bytes));
        if (!reported.equals(arrived)) {
            throw new FailedAttempt(
                    FailureCode.TRAILER_MISSING,
                    "the engine of store " + store.name() + " speaks of streams " + reported + ", but " + arrived
                            + " arrived");
        }
    }

    private ManifestFacts facts(DumpReport report, @Nullable String suspicion, Instant startedAt, Instant sealedAt) {
        SnapshotContent content = report.content();
        return new ManifestFacts(
                settings.installation(),
                order(),
                startedAt,
                sealedAt,
                CompletedLimits.cut(content.toolVersion()),
                CompletedLimits.cut(content.serverVersion()),
                settings.software(),
                content.objects(),
                suspicion,
                List.of(),
                CompletedLimits.notIncluded(content),
                report.warnings(),
                JSON.valueToTree(content));
    }

    /** The scheduler need not know the kind. */
    private SnapshotOrder order() {
        return request().order().ofKind(store.kind());
    }

    private DumpCompleted completed(DumpReport report, ManifestFacts facts, SealedSnapshot sealed) {
        Map<String, StreamContent> described =
                report.content().streams().stream().collect(Collectors.toMap(StreamContent::name, Function.identity()));
        SealedContent content = new SealedContent(
                staged.attempt(),
                sealed.epoch(),
                sealed.manifest(),
                sealed.segmentList(),
                sealed.owners(),
                facts.external(),
                sealed.segments(),
                sealed.bytesRead(),
                sealed.bytesStored(),
                facts.objects(),
                facts.missed(),
                facts.suspect(),
                facts.toolVersion(),
                facts.serverVersion(),
                facts.startedAt(),
                facts.sealedAt());
        return CompletedLimits.within(new DumpCompleted(
                facts.order(),
                content,
                worker,
                CompletedLimits.streams(sealed, described),
                facts.notIncluded(),
                facts.warnings()));
    }

    /** How far it is; before the first byte all zero. */
    @Override
    public Figures figures() {
        SnapshotWriter current = writer;
        boolean stalled = staged.stalledSince().isPresent();
        return new Figures(
                stalled ? "stalled" : phase,
                current == null ? 0 : current.progress().bytesRead(),
                staged.bytesStaged(),
                bytesExpected);
    }
}
