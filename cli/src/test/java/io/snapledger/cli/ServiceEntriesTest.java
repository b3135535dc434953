package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists, finds and compares where no key is at hand: restore-service, which has the keys, tells the entries. */
class ServiceEntriesTest {

    private static final String OLD = "20261120t000000z-abcdefghij-klmnop";
    private static final String NEW = "20261121t000000z-abcdefghij-klmnop";
    private static final String A = "{\"path\":\"docs/a.txt\",\"type\":\"file\",\"bytes\":5,\"digest\":\"1\"}\n";
    private static final String B = "{\"path\":\"docs/b.txt\",\"type\":\"file\",\"bytes\":7,\"digest\":\"2\"}\n";

    private FakeServices services;

    @BeforeEach
    void snapshots() throws Exception {
        services = new FakeServices()
                .on(entries(OLD), 200, A + "{\"entries\":1}\n")
                .on(entries(NEW), 200, A + B + "{\"entries\":2}\n")
                .on(
                        "GET /api/snapshots?store=project&limit=1000",
                        200,
                        Canned.listOf(
                                "{\"id\":\"" + NEW + "\",\"state\":\"committed\"},{\"id\":\"x\",\"state\":\"aborted\"},"
                                        + "{\"id\":\"" + OLD + "\",\"state\":\"verified\"}"));
    }

    @AfterEach
    void close() {
        assertThat(services.unexpected()).isEmpty();
        services.close();
    }

    @Test
    void aSnapshotIsListedWithoutAKey() {
        Run run = Run.against(services, "snapshot", "ls", NEW, "-o", "name");

        assertThat(run.exit()).describedAs(run.err()).isZero();
        assertThat(run.out().lines()).containsExactly("docs/a.txt", "docs/b.txt");
    }

    @Test
    void theServiceIsAskedForThePathAlone() {
        services.on(entries(NEW) + "?path=docs%2Fb.txt&repository=main", 200, B + "{\"entries\":1}\n");

        Run run = Run.against(services, "snapshot", "ls", NEW, "/docs/b.txt", "--repository", "main", "-o", "name");

        assertThat(run.exit()).describedAs(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo("docs/b.txt");
    }

    @Test
    void aNameIsFoundInEverySnapshotOfAStoreThatCanBeRestored() {
        Run run = Run.against(services, "snapshot", "find", "project", "a.txt", "-o", "name");

        assertThat(run.exit()).describedAs(run.err()).isZero();
        assertThat(run.out().lines()).containsExactly(NEW + " docs/a.txt", OLD + " docs/a.txt");
    }

    @Test
    void twoSnapshotsAreCompared() {
        Run run = Run.against(services, "snapshot", "diff", OLD, NEW, "-o", "name");

        assertThat(run.exit()).describedAs(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo("docs/b.txt");
    }

    @Test
    void aListThatWasCutOffOrEndsWithAReasonIsNoSuccess() {
        assertThat(ended(A).exit()).isEqualTo(6);
        assertThat(ended(A + "{\"entries\":2}\n").exit()).isEqualTo(6);
        Run damaged = ended(A + "{\"code\":\"damaged\",\"message\":\"a segment is gone\",\"hint\":\"take another\"}\n");
        assertThat(damaged.exit()).isEqualTo(8);
        assertThat(damaged.err()).contains("a segment is gone").contains("HINT: take another");
    }

    @Test
    void whatTheServiceRefusesIsToldWithItsReason() {
        services.on(entries("x"), 404, "{\"code\":\"not-found\",\"message\":\"no such snapshot\",\"hint\":\"look\"}");

        Run run = Run.against(services, "snapshot", "ls", "x");

        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("no such snapshot");
    }

    private Run ended(String lines) {
        String other = "20261119t000000z-abcdefghij-klmno" + (char) ('a' + lines.length() % 26);
        services.on(entries(other), 200, lines);
        return Run.against(services, "snapshot", "ls", other);
    }

    private static String entries(String snapshot) {
        return "GET /api/snapshots/" + snapshot + "/entries";
    }
}
