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

    @Test
    void storesThatCannotBeDumpedAreCountedAndNamed() throws Exception {
        String stores = """
                [{"store":"shop","ready":true,"problems":[]},
                 {"store":"photos","ready":false,"problems":["no directory /srv/photos"]}]""";
        try (FakeServices services = answering(stores, "{\"items\":[]}", "{\"plans\":[],\"caughtUp\":true}")
                .on("GET /q/health/ready", 200, Canned.READY)) {
            Run run = Run.against(services, "status", "-o", "json");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(risks(run))
                    .containsExactly(
                            "1 of 2 stores cannot be dumped",
                            "store 'photos' cannot be dumped: no directory /srv/photos");
        }
    }

    @Test
    void aBackupOfSomeStoresOrOneThatMissesSomethingIsNotThePlansCompleteOne() throws Exception {
        try (FakeServices services = planned("""
                "last":{"id":"b","state":"partial","endedAt":"2026-11-21T00:00:05Z","stores":["shop","crm"],"leftOut":["photos"],
                 "failed":{"crm":"failed"},"partial":{"shop":3},"suspect":{}}""")) {
            Run run = Run.against(services, "status", "-o", "json");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(risks(run))
                    .containsExactly("plan 'nightly' has no complete backup of all its stores; the last one is partial"
                            + " (crm failed; shop misses 3; without photos)");
        }
    }

    @Test
    void aStoreThatIsInNoCompleteBackupAndOneThatIsSuspectAreRisks() throws Exception {
        String complete = "{\"id\":\"b\",\"state\":\"complete\",\"stores\":[\"shop\"],\"partial\":{},\"suspect\":{}}";
        try (FakeServices services = planned("\"lastComplete\":" + complete + ",\"last\":"
                + complete.replace("\"suspect\":{}", "\"suspect\":{\"shop\":\"the store is empty\"}"))) {
            Run run = Run.against(services, "status", "-o", "json");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(risks(run))
                    .containsExactly(
                            "plan 'nightly': [photos] is not in its last complete backup b",
                            "plan 'nightly': the last backup of shop is suspect: the store is empty");
        }
    }

    @Test
    void aBackupOfSomeStoresDoesNotHideWhatTheLastOfAllSaidOfTheOthers() throws Exception {
        String all =
                "{\"id\":\"b\",\"state\":\"complete\",\"stores\":[\"shop\",\"photos\"],\"partial\":{},\"suspect\":{}}";
        String suspect =
                all.replace("\"suspect\":{}", "\"suspect\":{\"shop\":\"it is empty\",\"photos\":\"it has shrunk\"}");
        String part = "{\"id\":\"c\",\"state\":\"complete\",\"stores\":[\"photos\"],\"partial\":{},\"suspect\":{}}";
        try (FakeServices services =
                planned("\"lastComplete\":" + all + ",\"lastWhole\":" + suspect + ",\"last\":" + part)) {
            Run run = Run.against(services, "status", "-o", "json");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(risks(run))
                    .as("photos was backed up well since then")
                    .containsExactly("plan 'nightly': the last backup of shop is suspect: it is empty");
        }
    }

    @Test
    void beforeTheFirstBackupItSaysSoAndFindsNothingWrong() throws Exception {
        try (FakeServices services = planned("\"running\":[]")) {
            Run run = Run.against(services, "status", "-o", "json");

            assertThat(run.exit()).isZero();
            assertThat(risks(run)).containsExactly("plan 'nightly' has no backup yet");
        }
    }

    @Test
    void missedRunsAreSeenWithoutAskingForMore() throws Exception {
        try (FakeServices services = planned("\"lastMissed\":{\"lastDueAt\":\"2026-11-20T00:00:00Z\",\"count\":2}")) {
            assertThat(Run.against(services, "status").out()).contains("LAST MISSED", "2026-11-20");
        }
    }

    /** A plan of two stores. */
    private static FakeServices planned(String known) throws Exception {
        return answering(
                        "[]",
                        "{\"items\":[{\"name\":\"nightly\",\"stores\":[\"shop\",\"photos\"]}]}",
                        "{\"plans\":[{\"plan\":\"nightly\"," + known + "}],\"caughtUp\":true}")
                .on("GET /q/health/ready", 200, Canned.READY);
    }

    private static java.util.List<String> risks(Run run) throws Exception {
        return Json.texts(Json.read(run.out()), "risks");
    }

    private static FakeServices answering() throws Exception {
        return answering("[]", "{\"items\":[]}", "{\"plans\":[],\"caughtUp\":true}");
    }

    private static FakeServices answering(String stores, String plans, String status) throws Exception {
        return new FakeServices()
                .on("GET /api/plans", 200, plans)
                .on("GET /api/dump/stores", 200, stores)
                .on("GET /api/keys/proof", 200, "{\"status\":\"AT RISK\",\"provedAt\":null,\"challenge\":{}}")
                .on("GET /api/status", 200, status);
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
