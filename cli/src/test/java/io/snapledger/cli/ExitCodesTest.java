package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodesTest {

    private static final String[] WAIT = {"backup", "create", "--wait"};

    @ParameterizedTest(name = "a backup that ends as {0} ends with {1}")
    @CsvSource({"complete, 0", "partial, 3", "failed, 1", "cancelled, 1", "undecided, 6"})
    void waitingTellsHowABackupEnded(String state, int exit) throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("POST /api/backups", 202, Canned.ACCEPTED)
                    .on("GET /api/backups/" + Canned.BACKUP, 404, "{}")
                    .on("GET /api/backups/" + Canned.BACKUP, 200, Canned.backup(state, state, "committed"));

            assertThat(Run.against(services, WAIT).exit()).isEqualTo(exit);
            assertThat(services.unexpected()).isEmpty();
        }
    }

    @ParameterizedTest(name = "a restore that ends as {0} for {1} ends with {2}")
    @CsvSource({
        "completed, , 0",
        "failed, engine-failed, 1",
        "failed, not-found, 4",
        "failed, target-busy, 5",
        "failed, repository-unreachable, 6",
        "failed, wrong-key, 7",
        "failed, evidence-differs, 8",
        "failed, damaged, 8",
        "failed, target-not-fresh, 10",
        "failed, blocked, 10",
        "planned, , 10",
        "cancelled, cancelled, 1"
    })
    void waitingTellsHowARestoreEnded(String state, String reason, int exit) throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("POST /api/restores", 202, "{\"restore\":\"r-1\",\"event\":\"e\"}")
                    .on("GET /api/restores/r-1", 200, Canned.restore(state, reason));

            assertThat(Run.against(services, "restore", "create", "--from", "latest", "--wait")
                            .exit())
                    .isEqualTo(exit);
        }
    }

    @ParameterizedTest(name = "HTTP {0} with {1} ends with {2}")
    @CsvSource({
        "400, bad-request, 2",
        "401, unauthorized, 7",
        "403, forbidden, 7",
        "404, not-found, 4",
        "409, ambiguous, 5",
        "422, damaged, 8",
        "422, wrong-key, 7",
        "500, internal, 1",
        "503, broker-unavailable, 6"
    })
    void anAnswerOfAServiceHasItsCode(int status, String code, int exit) throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/backups/x", status, Canned.error(code));

            Run run = Run.against(services, "backup", "get", "x", "-o", "json");

            assertThat(run.exit()).isEqualTo(exit);
            assertThat(run.out()).isEmpty();
            JsonNode error = Json.read(run.err());
            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.path("exitCode").asInt()).isEqualTo(exit);
            assertThat(error.path("hint").asText()).isEqualTo("do this");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"backup, complete", "restore, completed"})
    void whatHasEndedIsNotStoppedAndItIsToldHowItEnded(String what, String state) throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("POST /api/" + what + "s/x/cancel", 409, Canned.error("already-ended"))
                    .on("GET /api/" + what + "s/x", 200, "{\"state\":\"" + state + "\"}");

            Run run = Run.against(services, what, "cancel", "x");

            assertThat(run.exit()).isEqualTo(5);
            assertThat(run.err()).contains("it is " + state);
        }
    }

    @Test
    void aServiceThatIsNotThereIsNotReachable() {
        Run run = Run.of(Map.of("SNAPLEDGER_URL", "http://127.0.0.1:1"), "backup", "list");

        assertThat(run.exit()).isEqualTo(6);
        assertThat(run.err()).contains("127.0.0.1:1").contains("HINT");
    }

    @Test
    void aBlockerOfADryRunEndsWithTen() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("POST /api/restores/plan", 200, Canned.planned("the target is not fresh"));

            Run run = Run.against(services, "restore", "create", "--from", "latest", "--dry-run");

            assertThat(run.exit()).isEqualTo(10);
            assertThat(run.out()).contains("BLOCKED: the target is not fresh");
        }
    }

    @Test
    void waitingTooLongEndsWithNine() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("POST /api/backups", 202, Canned.ACCEPTED)
                    .on("GET /api/backups/" + Canned.BACKUP, 200, Canned.RUNNING);

            Run run = Run.against(services, "backup", "create", "--wait", "--timeout", "1s");

            assertThat(run.exit()).isEqualTo(9);
            assertThat(run.err()).contains("goes on");
        }
    }

    @Test
    void whatIsDecidedButNotAnnouncedHasNotEnded() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("POST /api/backups", 202, Canned.ACCEPTED)
                    .on("GET /api/backups/" + Canned.BACKUP, 200, Canned.backup("complete", null, "committed"));

            assertThat(Run.against(services, "backup", "create", "--wait", "--timeout", "1s")
                            .exit())
                    .isEqualTo(9);
        }
    }

    @ParameterizedTest(name = "{0} is no use")
    @CsvSource({
        "backp list",
        "backup",
        "backup list --stat x",
        "backup create --all --store shop",
        "backup create --timeout 5m",
        "backup create --wait --timeout soon",
        "restore",
        "restore create",
        "restore create --from latest --to project",
        "events --follow -o json",
        "snapshot fetch x --to y"
    })
    void wrongUseEndsWithTwo(String arguments) {
        Run run = Run.of(Map.of(), arguments.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).containsIgnoringCase("hint");
    }

    @Test
    void aTypingErrorIsAnsweredWithWhatWasMeant() {
        assertThat(Run.of(Map.of(), "bakup", "list").err()).contains("backup");
    }
}
