package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.compare.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The law of {@link StoreEngine}, run for every kind against the real thing. A kind says in its hooks where its source
 * and target are and how they are compared by means of their own.
 */
public abstract class StoreEngineContract {

    @TempDir
    protected Path scratch;

    protected LocalCommandRunner commands;
    protected StoreEngine engine;

    /** A filled store. */
    protected abstract StoreDefinition source();

    /** A target that holds nothing. */
    protected abstract RestoreTarget target();

    /** Compares source and target with code that shares nothing with the engine. */
    protected abstract Outcome compareIndependently() throws Exception;

    /** Changes one small thing in the source. */
    protected abstract void changeOneThing() throws Exception;

    /** Puts something into the target, so that it is not fresh. */
    protected abstract void occupyTarget() throws Exception;

    /** What of the target tells whether it was touched. */
    protected abstract String fingerprintOfTarget() throws Exception;

    /** Makes the source unreachable. */
    protected abstract void removeSource() throws Exception;

    @BeforeEach
    void startEngine() throws Exception {
        prepare();
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of(source().kind());
    }

    /** Runs before every test. */
    protected void prepare() throws Exception {}

    @AfterEach
    void nothingStaysBehind() throws Exception {
        commands.close();
        assertThat(scratch.resolve("tools")).as("private files of tools").isEmptyDirectory();
    }

    protected static Instant soon() {
        return Clock.systemUTC().instant().plus(Duration.ofMinutes(3));
    }

    protected SnapshotContent dump(KeptStreams kept) throws Exception {
        return engine.dump(new DumpRequest(source(), soon()), kept.sink()).content();
    }

    protected RestoreReport restore(SnapshotContent content, StreamSource streams, boolean replace) throws Exception {
        return engine.restore(
                new RestoreRequest("restore-1", target(), content, replace, soon()), streams, Progress.IGNORED);
    }

    protected void assertEvidenceHolds(RestoreReport report) throws Exception {
        Evidence actual = engine.evidence(target(), Optional.of(report.expected()));
        assertThat(Evidence.differences(report.expected(), actual)).isEmpty();
    }

    @Test
    void aProbeFindsTheStoreReady() throws Exception {
        assertThat(engine.probe(source())).matches(Probe::ready);
    }

    @Test
    void whatIsRestoredEqualsWhatWasDumped() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        assertThat(content.streams())
                .extracting(StreamContent::name)
                .containsExactlyElementsOf(kept.all().keySet());
        content.streams().forEach(stream -> assertThat(stream.bytes())
                .isEqualTo(kept.all().get(stream.name()).length));
        assertThat(content.streams()).allMatch(stream -> !stream.nativeUse().isBlank());
        assertThat(content.notIncluded()).isNotEmpty();
        RestorePlan plan = engine.plan(target(), content);
        assertThat(plan.possible()).as("blockers %s", plan.blockers()).isTrue();
        assertThat(plan.fresh()).as(plan.freshness()).isTrue();

        RestoreReport report = restore(content, kept.source(), false);

        assertEvidenceHolds(report);
        assertThat(report.expected()).isEqualTo(content.evidence());
        assertThat(compareIndependently()).matches(Outcome::isEqual);
    }

    @Test
    void oneChangeIsFoundByTheEvidenceAndByTheComparison() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        restore(content, kept.source(), false);

        changeOneThing();

        Evidence now = engine.evidence(new RestoreTarget(source(), Map.of()), Optional.of(content.evidence()));
        assertThat(Evidence.differences(content.evidence(), now)).isNotEmpty();
        assertThat(compareIndependently()).matches(outcome -> !outcome.isEqual());
    }

    @Test
    void aTargetThatIsNotFreshIsRefusedUntilToldToReplaceIt() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();
        assertThat(engine.plan(target(), content).fresh()).isFalse();

        StoreException refused =
                catchThrowableOfType(StoreException.class, () -> restore(content, kept.source(), false));
        assertThat(refused.reason()).isEqualTo(Reason.NOT_FRESH);
        assertThat(fingerprintOfTarget()).isEqualTo(before);

        assertEvidenceHolds(restore(content, kept.source(), true));
    }

    @Test
    void damageInAnyStreamLeavesTheTargetAsItWas() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();

        for (StreamContent stream : content.streams()) {
            for (int at : List.of(0, 1, (int) stream.bytes() / 2, (int) stream.bytes() - 1, (int) stream.bytes())) {
                assertThatThrownBy(() -> restore(content, kept.damaged(stream.name(), at), true))
                        .as("damage at byte %s of %s", at, stream.name())
                        .isInstanceOf(IOException.class)
                        .hasMessage("planted damage");
                assertThat(fingerprintOfTarget()).isEqualTo(before);
            }
        }
    }

    @Test
    void aCutStreamIsRefusedAndLeavesTheTargetAsItWas() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();

        for (StreamContent stream : content.streams()) {
            for (int at : List.of(0, 1, (int) stream.bytes() / 2, (int) stream.bytes() - 1)) {
                assertThatThrownBy(() -> restore(content, kept.cut(stream.name(), at), true))
                        .as("%s cut at byte %s", stream.name(), at)
                        .isInstanceOf(StoreException.class);
                assertThat(fingerprintOfTarget()).isEqualTo(before);
            }
        }
    }

    @Test
    void aRestoreKilledInTheMiddleIsWipedByTheNextTry() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        String before = fingerprintOfTarget();
        StreamContent last = content.streams().get(content.streams().size() - 1);
        try (OtherProcess other = OtherProcess.restoring(scratch, target(), content, kept)) {
            other.awaitStalledIn(last.name());
            other.killNine();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(other::leftNoProcess);
        }

        RestoreReport report = restore(content, kept.source(), false);

        assertEvidenceHolds(report);
        assertThat(compareIndependently()).matches(Outcome::isEqual);
        assertThat(fingerprintOfTarget()).isNotEqualTo(before);
    }

    @Test
    void anInterruptEndsADumpAtOnce() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread dump = new Thread(() -> {
            try {
                engine.dump(new DumpRequest(source(), soon()), name -> new StalledStream(writing));
            } catch (Throwable e) {
                outcome.set(e);
            }
        });
        dump.start();
        writing.await();

        dump.interrupt();

        dump.join(10_000);
        assertThat(dump.isAlive()).isFalse();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aFailingSinkEndsTheDumpWithItsOwnException() {
        IOException full = new IOException("staging is full");
        assertThatThrownBy(() -> engine.dump(new DumpRequest(source(), soon()), name -> {
                    throw full;
                }))
                .isSameAs(full);
    }

    @Test
    void aSourceThatIsGoneIsUnreachable() throws Exception {
        removeSource();
        assertThat(engine.probe(source()).reachable()).isFalse();
        StoreException gone = catchThrowableOfType(StoreException.class, () -> dump(new KeptStreams()));
        assertThat(gone.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(gone.isTransient()).isTrue();
    }

    @Test
    void anUnknownOptionIsRefusedWithTheNearestKnownOne() {
        Map<String, String> options = new HashMap<>(source().options());
        String known = options.keySet().iterator().next();
        options.put(known + "x", "1");
        StoreDefinition wrong = new StoreDefinition("wrong", source().kind(), options);
        StoreException refused = catchThrowableOfType(StoreException.class, () -> engine.check(wrong));
        assertThat(refused.reason()).isEqualTo(Reason.BAD_OPTIONS);
        assertThat(refused)
                .hasMessageContaining("'" + known + "x'")
                .hasMessageContaining("did you mean '" + known + "'");
    }

    @Test
    void aWrongOptionOfARestoreIsRefused() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        RestoreTarget wrong = new RestoreTarget(target().store(), Map.of("no-such-thing", "1"));
        StoreException refused = catchThrowableOfType(StoreException.class, () -> engine.plan(wrong, content));
        assertThat(refused.reason()).isEqualTo(Reason.BAD_OPTIONS);
    }

    /** Whether any file of a directory tree holds a text. */
    protected static boolean holds(Path directory, String text) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
