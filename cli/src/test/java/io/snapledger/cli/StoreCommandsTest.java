package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.cli.output.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandsTest {

    private static final String SHOP = """
            {"store":"shop","kind":"postgresql","place":"127.0.0.1:5432","ready":%s,"reachable":true,
             "serverVersion":"PostgreSQL 15.18","toolVersion":"pg_dump (PostgreSQL) 15.18","estimatedBytes":1048576,
             "problems":[%s],"warnings":[],"notIncluded":[]}
            """;
    private static final String READY = SHOP.formatted("true", "");
    private static final String NOT_READY =
            SHOP.formatted("false", "\"may not read; HINT: GRANT pg_read_all_data TO b;\"");

    @TempDir
    Path directory;

    @Test
    void aStoreIsForgottenFromTheNextStartOn() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("DELETE /api/installation/stores/shop", 200, "{\"store\":\"shop\",\"from\":\"next-start\"}")
                    .on("DELETE /api/installation/stores/busy", 409, Canned.error("store-busy"));

            Run done = Run.against(services, "store", "forget", "shop");
            Run busy = Run.against(services, "store", "forget", "busy");

            assertThat(done.exit()).describedAs(done.err()).isZero();
            assertThat(done.out())
                    .contains("Store shop is forgotten from the next start")
                    .contains("snapshots stay");
            assertThat(busy.exit()).isEqualTo(5);
        }
    }

    @Test
    void servicesThatRememberNoStoresSayWhereTheyStand() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("DELETE /api/installation/stores/shop", 404, "");

            Run run = Run.against(services, "store", "forget", "shop");

            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err()).contains("not started by snapledger up").contains("configuration");
        }
    }

    @Test
    void checkTellsVersionsSizeAndPlace() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/dump/stores", 200, "[" + READY + "]");

            Run run = Run.against(services, "store", "check");

            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("shop (postgresql)", "127.0.0.1:5432", "PostgreSQL 15.18", "1.0 MiB");
        }
    }

    @Test
    void checkEndsWithOneIfAStoreCannotBeDumpedAndTellsTheStatementThatHelps() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/dump/stores?store=shop", 200, "[" + NOT_READY + "]");

            Run run = Run.against(services, "store", "check", "shop");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out()).contains("GRANT pg_read_all_data TO b;");
        }
    }

    @Test
    void checkOfAStoreThatDoesNotExistIsNotFound() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/dump/stores?store=shp", 404, Canned.error("unknown-store"));

            assertThat(Run.against(services, "store", "check", "shp").exit()).isEqualTo(4);
        }
    }

    @Test
    void checkLooksAtTheStoresOfAConfigurationWithNoServiceRunning() throws Exception {
        Files.writeString(directory.resolve("file"), "content");
        String config = config("kind: files, path: '" + directory + "'");

        Run run = Run.of(Map.of(), "store", "check", "--config", config, "-o", "json");

        assertThat(run.exit()).isZero();
        assertThat(Json.read(run.out()).at("/items/0/place").asText()).isEqualTo(directory.toString());
        assertThat(Json.read(run.out()).at("/items/0/reachable").asBoolean()).isTrue();
        assertThat(Run.of(Map.of(), "store", "check", "projct", "--config", config)
                        .err())
                .contains("did you mean 'project'?");
    }

    @Test
    void checkTellsWhatIsWrongWithAStoreThatNobodyCouldDump() throws Exception {
        Run nowhere = Run.of(Map.of(), "store", "check", "--config", config("kind: files, path: /no/such/place"));
        Run kind = Run.of(Map.of(), "store", "check", "--config", config("kind: fils, path: /srv"));

        assertThat(nowhere.exit()).isEqualTo(1);
        assertThat(nowhere.out()).contains("PROBLEM").contains("/no/such/place");
        assertThat(kind.exit()).isEqualTo(1);
        assertThat(kind.out()).contains("PROBLEM").contains("fils");
    }

    @Test
    void listShowsKindPlaceAndTheLastSnapshot() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/dump/stores", 200, "[" + READY + "]")
                    .on(
                            "GET /api/snapshots?store=shop&limit=1",
                            200,
                            Canned.listOf("{\"id\":\"" + Canned.SNAPSHOT + "\",\"state\":\"committed\"}"));

            Run run = Run.against(services, "store", "list");

            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("shop", "postgresql", "127.0.0.1:5432", Canned.SNAPSHOT, "committed");
        }
    }

    private String config(String store) throws Exception {
        return Files.writeString(
                        directory.resolve("application.yaml"), "snapledger: {stores: {project: {" + store + "}}}")
                .toString();
    }
}
