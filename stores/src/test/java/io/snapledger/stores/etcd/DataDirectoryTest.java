package io.snapledger.stores.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A data directory is made beside, compared, and then there as a whole or not at all. */
class DataDirectoryTest extends EtcdFixture {

    private RestoreTarget directory(String... options) {
        return into(store(1, "path", path().toString()), options);
    }

    private Path path() {
        return scratch.resolve("members/one");
    }

    private DumpReport sample(KeptStreams kept) throws Exception {
        Files.createDirectories(path().getParent());
        try (EtcdServer from = EtcdServer.start()) {
            SampleKeys.fill(from);
            return dump(store(from), kept);
        }
    }

    private List<String> beside() throws IOException {
        try (Stream<Path> files = Files.list(path().getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aMemberThatIsStartedOnItHoldsWhatWasDumped() throws Exception {
        Files.createDirectories(path());
        KeptStreams kept = new KeptStreams();
        try (EtcdServer from = EtcdServer.start().askingForUsers()) {
            SampleKeys.fill(from);
            DumpReport report = dump(store(from, "username", "root", "password", EtcdServer.PASSWORD), kept);
            RestorePlan plan = engine.plan(directory(), report.content());
            assertThat(plan.blockers()).isEmpty();
            assertThat(plan.fresh()).isTrue();
            assertThat(plan.swaps()).isTrue();

            RestoreReport restored = restore(directory(), report.content(), kept.source(), false);

            assertHolds(directory(), restored);
            assertThat(beside()).containsExactly("one");
            try (EtcdServer to = EtcdServer.start(EtcdServer.installed().orElseThrow(), Optional.of(path()))) {
                EtcdClient client = new EtcdClient(to.port()).as("root", EtcdServer.PASSWORD);
                assertThat(client.contents().equals(from.client().contents())).isTrue();
                assertThat(client.ask("/v3/kv/range", Map.of("key", "YQ=="))
                                .path("header")
                                .path("revision")
                                .asLong())
                        .isEqualTo(Long.parseLong(report.content().details().get("revision")));
            }
        }
    }

    @Test
    void whatIsThereIsNeverTouched() throws Exception {
        KeptStreams kept = new KeptStreams();
        DumpReport report = sample(kept);
        Files.createDirectories(path());
        Files.writeString(path().resolve("mine"), "x");
        RestorePlan plan = engine.plan(directory(), report.content());
        assertThat(plan.blockers())
                .singleElement()
                .asString()
                .contains("is no empty directory")
                .contains("HINT");
        for (boolean replace : new boolean[] {false, true}) {
            StoreException refused = catchThrowableOfType(
                    StoreException.class, () -> restore(directory(), report.content(), kept.source(), replace));
            assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
        }
        assertThat(path().resolve("mine")).hasContent("x");
        assertThat(beside()).containsExactly("one");
    }

    @Test
    void aDamagedOrCutSnapshotMakesNothing() throws Exception {
        KeptStreams kept = new KeptStreams();
        DumpReport report = sample(kept);
        int length = kept.all().get(EtcdDump.STREAM).length;
        for (int at : new int[] {0, 1, length / 2, length - 1}) {
            StoreException cut = catchThrowableOfType(
                    StoreException.class,
                    () -> restore(directory(), report.content(), kept.cut(EtcdDump.STREAM, at), false));
            assertThat(cut.reason()).as("cut at %s", at).isEqualTo(Reason.DAMAGED);
            assertThatThrownBy(() -> restore(directory(), report.content(), kept.damaged(EtcdDump.STREAM, at), false))
                    .isInstanceOf(IOException.class)
                    .hasMessage("planted damage");
        }
        assertThat(beside()).isEmpty();
        assertThat(engine.aftermath(directory(), RESTORE))
                .isEqualTo(new Aftermath(Aftermath.Change.NONE, List.of(), List.of()));
    }

    private static SnapshotContent of(SnapshotContent content, String version) {
        return new SnapshotContent(
                content.kind(),
                content.toolVersion(),
                version,
                content.streams(),
                content.evidence(),
                content.objects(),
                content.details(),
                content.notIncluded());
    }

    @Test
    void anotherVersionIsRefusedAndAnotherPatchNeedsAWord() throws Exception {
        KeptStreams kept = new KeptStreams();
        DumpReport report = sample(kept);
        String patch = report.content().serverVersion().replaceFirst("\\.\\d+$", ".999");
        assertThat(engine.plan(directory(), of(report.content(), "etcd 9.9.1")).blockers())
                .singleElement()
                .asString()
                .contains("the snapshot is of etcd 9.9.1")
                .contains("HINT");
        assertThat(engine.plan(directory("allow-patch-difference", "true"), of(report.content(), "etcd 9.9.1"))
                        .blockers())
                .hasSize(1);
        assertThat(engine.plan(directory(), of(report.content(), patch)).blockers())
                .singleElement()
                .asString()
                .contains("allow-patch-difference");
        RestoreTarget allowed = directory("allow-patch-difference", "true");
        assertHolds(allowed, restore(allowed, of(report.content(), patch), kept.source(), false));
    }

    @Test
    void aToolThatIsMissingIsNamedWithWhatBringsIt() throws Exception {
        DumpReport report = sample(new KeptStreams());
        RestoreTarget target = into(store(1, "path", path().toString(), "tools", scratch.toString()));
        assertThat(engine.plan(target, report.content()).blockers())
                .singleElement()
                .asString()
                .contains("no etcdutl or etcdctl")
                .contains("etcd-client");
    }

    @Test
    void whatTheToolRefusesIsToldAndLeavesNothing() throws Exception {
        KeptStreams kept = new KeptStreams();
        DumpReport report = sample(kept);
        RestoreTarget wrong = directory("member", "a", "initial-cluster", "b=http://127.0.0.1:1");
        StoreException refused = catchThrowableOfType(
                StoreException.class, () -> restore(wrong, report.content(), kept.source(), false));
        assertThat(refused.reason()).isEqualTo(Reason.TOOL_FAILED);
        assertThat(refused.getMessage()).contains("initial");
        assertThat(beside()).isEmpty();
    }

    @Test
    void whatAKilledTryLeftIsToldAndRemovedByTheNext() throws Exception {
        KeptStreams kept = new KeptStreams();
        DumpReport report = sample(kept);
        Path stage = new DataDirectory(path()).stage(RESTORE);
        Files.createDirectories(stage.resolve("member/snap"));
        Aftermath aftermath = engine.aftermath(directory(), RESTORE);
        assertThat(aftermath.change()).isEqualTo(Aftermath.Change.NONE);
        assertThat(aftermath.left()).singleElement().asString().contains(stage.toString());

        assertHolds(directory(), restore(directory(), report.content(), kept.source(), false));

        assertThat(beside()).containsExactly("one");
    }
}
