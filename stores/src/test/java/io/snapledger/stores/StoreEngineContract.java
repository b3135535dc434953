package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.NotIncluded.Cause;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.testkit.compare.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The law of {@link StoreEngine}, run for every kind against the real thing. {@link StoreUnderTest} tells what a kind says
 * of itself, {@link StoreTroubleContract} tests what the law says of calls that do not end well.
 */
public abstract class StoreEngineContract extends StoreTroubleContract {

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
        assertThat(content.missed()).isZero();
        assertThat(content.evidence().facts()).hasSizeLessThanOrEqualTo(Evidence.MOST_FACTS);
        RestorePlan plan = engine.plan(target(), content);
        assertThat(plan.possible()).as("blockers %s", plan.blockers()).isTrue();
        assertThat(plan.fresh()).as(plan.freshness()).isTrue();
        assertThat(plan.swaps()).isEqualTo(capabilities().contains(Capability.SWAP));

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
    void oneStoreIsDumpedTwiceAtOnce() throws Exception {
        CompletableFuture<SnapshotContent> other = CompletableFuture.supplyAsync(() -> {
            try {
                return dump(new KeptStreams());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        SnapshotContent one = dump(new KeptStreams());
        assertThat(other.get().evidence()).isEqualTo(one.evidence());
    }

    @Test
    void nothingThatAStrangerPutThereActsAtAnyStep() throws Exception {
        assertThat(plantTraps()).isNotEmpty();
        KeptStreams kept = new KeptStreams();

        engine.probe(source());
        assertThat(trapsThatActed()).as("at the look before").isEmpty();
        SnapshotContent content = dump(kept);
        assertThat(trapsThatActed()).as("at the dump").isEmpty();
        list(content, kept);
        assertThat(trapsThatActed()).as("at the list").isEmpty();
        RestorePlan plan = engine.plan(targetOfOddities(), content);
        assertThat(trapsThatActed()).as("at the dry run").isEmpty();
        assertThat(plan.blockers()).isEmpty();
        if (has(Capability.INERT_RESTORE)) {
            RestoreReport report = restore(targetOfOddities(), content, kept.source(), false);
            assertThat(trapsThatActed()).as("at the restore").isEmpty();
            assertEvidenceHolds(targetOfOddities(), report);
            assertThat(trapsThatActed()).as("at the comparison").isEmpty();
        }

        readCarelessly();
        assertThat(trapsThatActed()).as("armed").isNotEmpty();
    }

    @Test
    void oneBadThingIsNamedAndTheOthersAreThere() throws Exception {
        needs(Capability.PARTIAL);
        long whole = dump(new KeptStreams()).objects();
        String missed = makeOneThingUnreadable();
        KeptStreams kept = new KeptStreams();

        SnapshotContent content = dump(kept);

        assertThat(content.notIncluded())
                .filteredOn(each -> each.cause() == Cause.MISSED)
                .extracting(NotIncluded::what)
                .containsExactly(missed);
        assertThat(content.objects()).isGreaterThanOrEqualTo(whole);
        assertEvidenceHolds(targetOfOddities(), restore(targetOfOddities(), content, kept.source(), false));
        StoreDefinition accepting = with(source(), Acceptance.OPTION, missed);
        engine.check(accepting);
        assertThat(Acceptance.of(accepting).apply(content).missed()).isZero();
    }

    @Test
    void anEmptyStoreIsSaidToHoldNothing() throws Exception {
        emptySource();
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        assertThat(content.objects()).isZero();
        assertEvidenceHolds(restore(content, kept.source(), false));
    }

    @Test
    void aStoreThatHasShrunkHoldsFewerObjects() throws Exception {
        long before = dump(new KeptStreams()).objects();
        shrinkSource();
        assertThat(dump(new KeptStreams()).objects()).isPositive().isLessThan(before);
    }

    @Test
    void namesThatAreNoTextComeBackByteForByte() throws Exception {
        needs(Capability.BYTE_NAMES);
        plantNamesThatAreNoText();
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        assertThat(content.missed()).isZero();

        assertEvidenceHolds(restore(content, kept.source(), false));

        assertThat(namesThatAreNoText(target().store())).isNotEmpty().isEqualTo(namesThatAreNoText(source()));
    }

    @Test
    void theListIsWhatWasDumped() throws Exception {
        needs(Capability.SINGLE_PATHS);
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        AtomicLong read = new AtomicLong();
        List<String> paths = new java.util.ArrayList<>();

        engine.list(content, kept.counting(read), entry -> paths.add(entry.path()));

        assertThat(paths).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(pathsOfSource());
        assertThat(paths)
                .filteredOn(path -> path.contains("/"))
                .allMatch(path -> paths.indexOf(path.substring(0, path.lastIndexOf('/'))) < paths.indexOf(path));
        assertThat(read.get()).as("bytes read").isLessThan(bytes(content) / 2);
    }

    @Test
    void aSinglePathIsRestoredAloneAndNoMoreIsReadThanItNeeds() throws Exception {
        needs(Capability.SINGLE_PATHS);
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        RestoreTarget only = only(smallPath());
        assertThat(engine.plan(only, content).blockers()).isEmpty();
        AtomicLong read = new AtomicLong();

        RestoreReport report = restore(only, content, kept.counting(read), false);

        assertThat(report.expected().facts()).isNotEmpty();
        assertThat(report.expected()).isNotEqualTo(content.evidence());
        assertEvidenceHolds(only, report);
        assertThat(read.get()).as("bytes read").isLessThan(bytes(content) / 2);
    }

    @Test
    void aPathThatIsNotThereIsRefusedBeforeAnythingChanges() throws Exception {
        needs(Capability.SINGLE_PATHS);
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        String before = fingerprintOfTarget();
        Throwable refused = catchThrowable(() -> restore(only("no/such/path"), content, kept.source(), false));
        assertThat(refused).isInstanceOf(StoreException.class).hasMessageContaining("no/such/path");
        assertThat(fingerprintOfTarget()).isEqualTo(before);
    }

    private RestoreTarget only(String path) {
        return new RestoreTarget(target().store(), target().options(), List.of(path));
    }

    private static long bytes(SnapshotContent content) {
        return content.streams().stream().mapToLong(StreamContent::bytes).sum();
    }

    @Test
    void theSecretIsNowhere() throws Exception {
        needs(Capability.SECRET);
        SecretHunt hunt = SecretHunt.start(secret());
        KeptStreams kept = new KeptStreams();
        StringWriter said = new StringWriter();
        said.append(engine.probe(source()).toString());
        SnapshotContent content = dump(kept);
        said.append(content.toString());
        said.append(engine.plan(target(), content).toString());
        said.append(restore(content, kept.source(), false).toString());
        said.append(engine.aftermath(target(), RESTORE).toString());
        said.append(source().toString()).append(target().toString());
        StoreDefinition refused = refusedSource();
        StoreException denied = catchThrowableOfType(
                StoreException.class, () -> engine.dump(new DumpRequest(refused, soon()), new KeptStreams().sink()));
        assertThat(denied.reason()).isEqualTo(Reason.ACCESS_DENIED);
        denied.printStackTrace(new PrintWriter(said));
        said.append(engine.probe(refused).toString());

        assertThat(hunt.found()).as("arguments of processes").isEmpty();
        assertThat(said.toString()).doesNotContain(secret());
        assertThat(holds(scratch.resolve("tools"), secret())).as("in files").isFalse();
    }

    @Test
    void anUnknownOptionIsRefusedWithTheNearestKnownOne() {
        String known = source().options().keySet().stream()
                .filter(name -> !name.contains(".")) // those are of the way to the store
                .findFirst()
                .orElseThrow();
        StoreDefinition wrong = with(source(), known + "x", "1");
        StoreException refused = catchThrowableOfType(StoreException.class, () -> engine.check(wrong));
        assertThat(refused.reason()).isEqualTo(Reason.BAD_OPTIONS);
        assertThat(refused)
                .hasMessageContaining("'" + known + "x'")
                .hasMessageContaining("did you mean '" + known + "'");
    }

    @Test
    void aWayToTheStoreThatNobodyKnowsIsRefused() {
        StoreDefinition elsewhere = with(source(), "no-such-way.pod", "x");
        StoreException refused = catchThrowableOfType(StoreException.class, () -> engine.check(elsewhere));
        assertThat(refused.reason()).isEqualTo(Reason.BAD_OPTIONS);
        assertThat(refused).hasMessageContaining("no-such-way");
        assertThat(catchThrowableOfType(
                        StoreException.class,
                        () -> engine.dump(new DumpRequest(elsewhere, soon()), new KeptStreams().sink())))
                .hasMessage(refused.getMessage());
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
