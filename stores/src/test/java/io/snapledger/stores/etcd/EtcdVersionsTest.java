package io.snapledger.stores.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Every version there is into every other key by key, and into a data directory of its own. */
class EtcdVersionsTest extends EtcdFixture {

    @Test
    void everyVersionIsRestoredIntoEveryOther() throws Exception {
        Map<String, Path> all = EtcdServer.installations();
        if (all.size() == 1) {
            System.out.println("skipped: other versions (" + EtcdServer.MORE + " names a directory with them)");
        }
        List<String> done = new ArrayList<>();
        for (Path source : all.values()) {
            done.add(into(source, all.values()));
        }
        done.forEach(System.out::println);
        assertThat(done).hasSize(all.size());
    }

    private String into(Path source, Iterable<Path> destinations) throws Exception {
        List<String> done = new ArrayList<>();
        KeptStreams kept = new KeptStreams();
        SortedMap<String, String> contents;
        DumpReport report;
        try (EtcdServer from = EtcdServer.start(source, Optional.empty())) {
            SampleKeys.fill(from);
            contents = from.client().contents();
            report = dump(store(from), kept);
        }
        for (Path destination : destinations) {
            try (EtcdServer to = EtcdServer.start(destination, Optional.empty())) {
                assertThat(engine.probe(store(to)).ready()).isTrue();
                assertHolds(into(store(to)), restore(into(store(to)), report.content(), kept.source(), false));
                assertThat(to.client().contents().equals(contents)).isTrue();
                done.add(engine.probe(store(to)).serverVersion());
            }
        }
        prepare(source, kept, report, contents);
        return report.content().serverVersion() + " into " + done + ", and into a data directory";
    }

    private void prepare(Path programs, KeptStreams kept, DumpReport report, SortedMap<String, String> contents)
            throws Exception {
        Path directory =
                scratch.resolve("data-" + report.content().serverVersion().replace(' ', '-'));
        RestoreTarget target = into(store(1, "path", directory.toString(), "tools", programs.toString()));
        RestorePlan plan = engine.plan(target, report.content());
        assertThat(plan.blockers()).isEmpty();
        assertHolds(target, restore(target, report.content(), kept.source(), false));
        try (EtcdServer again = EtcdServer.start(programs, Optional.of(directory))) {
            assertThat(again.client().contents().equals(contents)).isTrue();
        }
    }
}
