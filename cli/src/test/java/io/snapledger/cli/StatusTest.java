package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusTest {

    private static final String STORAGE_DOWN = "{\"status\":\"DOWN\",\"checks\":[{\"name\":"
            + "\"storage reaches a repository\",\"status\":\"DOWN\",\"data\":{\"main\":\"no such directory\"}}]}";

    @Test
    void inOneProcessItNamesTheServiceThatIsNotReady() throws Exception {
        try (FakeServices services = answering().on("GET /q/health/ready", 503, Canned.health("DOWN"))) {
            Run run = Run.against(services, "status", "-o", "json");

            assertThat(run.exit()).isEqualTo(6);
            assertThat(states(run)).containsEntry("dump", "not ready").containsEntry("scheduler", "up");
            assertThat(reason(run, "dump")).contains("dump takes requests");
        }
    }

    @Test
    void eachOfFiveProcessesIsAskedWhereItIs() throws Exception {
        try (FakeServices rest = answering().on("GET /q/health/ready", 200, Canned.READY);
                FakeServices storage = new FakeServices().on("GET /q/health/ready", 503, STORAGE_DOWN)) {
            Run run = Run.of(
                    Map.of(
                            "SNAPLEDGER_SCHEDULER_URL", rest.url(),
                            "SNAPLEDGER_CATALOG_URL", rest.url(),
                            "SNAPLEDGER_RESTORE_URL", rest.url(),
                            "SNAPLEDGER_STORAGE_URL", storage.url(),
                            "SNAPLEDGER_DUMP_URL", "http://127.0.0.1:1"),
                    "status",
                    "-o",
                    "json");

            assertThat(run.exit()).isEqualTo(6);
            assertThat(states(run))
                    .containsEntry("scheduler", "up")
                    .containsEntry("catalog", "up")
                    .containsEntry("restore", "up")
                    .containsEntry("storage", "not ready")
                    .containsEntry("dump", "not reachable");
            assertThat(reason(run, "storage")).contains("main: no such directory");
        }
    }

    @Test
    void itSaysWhomItDidNotAsk() throws Exception {
        try (FakeServices rest = answering().on("GET /q/health/ready", 200, Canned.READY)) {
            Run run = Run.of(
                    Map.of(
                            "SNAPLEDGER_SCHEDULER_URL", rest.url(),
                            "SNAPLEDGER_CATALOG_URL", rest.url(),
                            "SNAPLEDGER_RESTORE_URL", rest.url()),
                    "status",
                    "-o",
                    "json");

            assertThat(run.exit()).isZero();
            assertThat(states(run)).containsEntry("dump", "not asked").containsEntry("storage", "not asked");
            assertThat(reason(run, "dump")).contains("SNAPLEDGER_DUMP_URL");
        }
    }

    @Test
    void anotherServiceAtTheAddressIsNoAnswer() throws Exception {
        try (FakeServices storage = new FakeServices().on("GET /q/health/ready", 503, STORAGE_DOWN)) {
            Run run = Run.against(storage, "status", "-o", "json");

            assertThat(run.exit()).isEqualTo(6);
            assertThat(states(run)).containsEntry("scheduler", "not there").containsEntry("storage", "not ready");
            assertThat(storage.unexpected()).isEmpty();
        }
    }

    private static FakeServices answering() throws Exception {
        return new FakeServices()
                .on("GET /api/plans", 200, "{\"items\":[]}")
                .on("GET /api/keys/proof", 200, "{\"status\":\"AT RISK\",\"provedAt\":null,\"challenge\":{}}")
                .on("GET /api/status", 200, "{\"plans\":[],\"caughtUp\":true}");
    }

    private static Map<String, String> states(Run run) throws Exception {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode service : Json.read(run.out()).path("services")) {
            states.put(Json.text(service, "service"), Json.text(service, "state"));
        }
        return states;
    }

    private static String reason(Run run, String name) throws Exception {
        for (JsonNode service : Json.read(run.out()).path("services")) {
            if (Json.text(service, "service").equals(name)) {
                return Json.text(service, "reason");
            }
        }
        return "";
    }
}
