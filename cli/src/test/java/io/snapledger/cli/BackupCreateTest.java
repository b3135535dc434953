package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.cli.output.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupCreateTest {

    @Test
    void theYamlOfAWaitedBackupIsTheGoldenOne() throws Exception {
        try (FakeServices services = complete()) {
            Map<String, String> environment = Map.of(
                    "SNAPLEDGER_URL", services.url(),
                    "SNAPLEDGER_REPOSITORY", "/mnt/repository",
                    "SNAPLEDGER_KEY_FILE", "/root/recovery-key");
            Run run = Run.of(environment, "backup", "create", "--wait", "-o", "yaml");

            assertThat(run.exit()).isZero();
            assertThat(run.out()).isEqualTo(golden());
        }
    }

    @Test
    void peopleSeeSizesDigestsWhatIsNotIncludedAndTheNextCommand() throws Exception {
        try (FakeServices services = complete()) {
            Run run = Run.against(services, "backup", "create", "--wait");

            assertThat(run.out())
                    .contains("shop.dump  1.0 MiB  e3b0c442")
                    .contains("shop: not included: replication slots (they belong to the server)")
                    .contains("Next: snapledger restore create --from " + Canned.BACKUP + " --dry-run")
                    .contains("Took          12.5 s");
            assertThat(run.err()).contains("Backup " + Canned.BACKUP + " has begun.");
        }
    }

    @Test
    void storesKindsPlanAndRepositoryReachTheScheduler() throws Exception {
        try (FakeServices services = complete()) {
            Run.against(
                    services,
                    "backup",
                    "create",
                    "--plan",
                    "nightly",
                    "--store",
                    "a",
                    "--store",
                    "b",
                    "--kind",
                    "files",
                    "--repository",
                    "main");

            var body = Json.read(services.bodies().get(0));
            assertThat(Json.texts(body, "stores")).containsExactly("a", "b");
            assertThat(Json.texts(body, "kinds")).containsExactly("files");
            assertThat(Json.text(body, "plan")).isEqualTo("nightly");
            assertThat(Json.text(body, "repository")).isEqualTo("main");
        }
    }

    @Test
    void excludedStoresReachTheSchedulerAndWhatIsLeftOutIsTold() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on(
                    "POST /api/backups",
                    202,
                    "{\"backup\":\"" + Canned.BACKUP
                            + "\",\"plan\":\"nightly\",\"event\":\"e\",\"leftOut\":[\"a\",\"b\"]}");

            Run run = Run.against(services, "backup", "create", "--exclude-store", "a", "--exclude-store", "b");

            assertThat(Json.texts(Json.read(services.bodies().get(0)), "excludeStores"))
                    .containsExactly("a", "b");
            assertThat(run.out()).contains("Backup " + Canned.BACKUP + " has begun, without a, b.");
        }
    }

    @Test
    void whileTheCatalogIsAwayTheSchedulersWordIsTold() throws Exception {
        try (FakeServices scheduler = new FakeServices()) {
            scheduler
                    .on("POST /api/backups", 202, Canned.ACCEPTED)
                    .on(
                            "GET /api/scheduler/state",
                            200,
                            "{\"open\":[{\"backup\":\"other\"},{\"backup\":\"" + Canned.BACKUP
                                    + "\",\"stores\":[{\"store\":\"shop\",\"phase\":\"running\",\"number\":2},"
                                    + "{\"store\":\"config\",\"phase\":\"waiting\",\"number\":1}]}]}");

            Run run = Run.of(
                    Map.of("SNAPLEDGER_SCHEDULER_URL", scheduler.url(), "SNAPLEDGER_CATALOG_URL", "http://127.0.0.1:1"),
                    "backup",
                    "create",
                    "--wait",
                    "--timeout",
                    "1s");

            assertThat(run.exit()).isEqualTo(9);
            assertThat(run.err())
                    .contains(
                            "The catalog does not answer, still waiting: the scheduler says: shop running (attempt 2),"
                                    + " config waits for a slot");
            assertThat(scheduler.unexpected()).isEmpty();
        }
    }

    @Test
    void theVerbsOfKaaRunAndSayTheNewForm() throws Exception {
        try (FakeServices services = complete()) {
            Run run = Run.against(
                    services,
                    "backup",
                    "--release-name-prefix",
                    "p",
                    "--namespace",
                    "n",
                    "create_s3_postgresdb_backups");

            assertThat(run.exit()).isZero();
            assertThat(run.err()).contains("is now: snapledger backup create --kind postgresql --repository s3 --wait");
            assertThat(services.bodies().get(0)).contains("\"kinds\":[\"postgresql\"]", "\"repository\":\"s3\"");
        }
    }

    @Test
    void theRestoreOfKaaTakesItsDate() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("POST /api/restores", 202, "{\"restore\":\"r-1\",\"event\":\"e\"}")
                    .on("GET /api/restores/r-1", 200, Canned.restore("completed", null));

            Run run = Run.against(services, "--backup-date", "12-02-2021-15-28-37", "restore_local_all_backups");

            assertThat(run.exit()).isZero();
            assertThat(services.bodies().get(0)).contains("\"from\":\"12-02-2021-15-28-37\"");
        }
    }

    @Test
    void addressesOfSingleServicesAreUsed() throws Exception {
        try (FakeServices scheduler = new FakeServices();
                FakeServices catalog = new FakeServices()) {
            scheduler.on("POST /api/backups", 202, Canned.ACCEPTED);
            catalog.on("GET /api/backups/" + Canned.BACKUP, 200, Canned.COMPLETE);

            Run run = Run.of(
                    Map.of("SNAPLEDGER_SCHEDULER_URL", scheduler.url(), "SNAPLEDGER_CATALOG_URL", catalog.url()),
                    "backup",
                    "create",
                    "--wait");

            assertThat(run.exit()).describedAs(run.err()).isZero();
        }
    }

    private static FakeServices complete() throws Exception {
        return new FakeServices()
                .on("POST /api/backups", 202, Canned.ACCEPTED)
                .on("GET /api/backups/" + Canned.BACKUP, 200, Canned.RUNNING)
                .on("GET /api/backups/" + Canned.BACKUP, 200, Canned.COMPLETE);
    }

    private static String golden() throws Exception {
        try (InputStream golden = BackupCreateTest.class.getResourceAsStream("backup-create.yaml")) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
