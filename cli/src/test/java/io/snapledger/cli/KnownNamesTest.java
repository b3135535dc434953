package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownNamesTest {

    private static final String PLANS = """
            {"items":[{"name":"nightly","stores":[{"name":"shop","kind":"postgresql"}],"repositories":["main"]}]}
            """;
    private static final String NONE = "{\"items\":[],\"next\":null,\"rebuilding\":false,\"historyUnknown\":false}";

    @ParameterizedTest(name = "{0} {1} nigthly is answered with the name that is meant")
    @CsvSource({
        "backup, plan, nigthly, nightly",
        "backup, store, shp, shop",
        "backup, kind, postgres, postgresql",
        "backup, repository, mian, main",
        "snapshot, store, shp, shop",
        "restore, plan, nigthly, nightly",
    })
    void aFilterThatNamesNothingIsNotFound(String noun, String filter, String wrong, String right) throws Exception {
        String path = "GET /api/" + noun + "s?" + filter + "=" + wrong;
        try (FakeServices services = new FakeServices()) {
            services.on(path + "&limit=100", 200, NONE)
                    .on(path + "&limit=1", 200, NONE)
                    .on("GET /api/plans", 200, PLANS);

            Run run = Run.against(services, noun, "list", "--" + filter, wrong);

            assertThat(run.exit()).isEqualTo(4);
            assertThat(run.err())
                    .contains("there is no " + filter + " '" + wrong + "'")
                    .contains("did you mean '" + right + "'?");
        }
    }

    @Test
    void aNameOfWhichThereIsNothingYetIsNoMistake() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/backups?plan=nightly&limit=100", 200, NONE)
                    .on("GET /api/backups?plan=nightly&limit=1", 200, NONE)
                    .on("GET /api/plans", 200, PLANS);

            assertThat(Run.against(services, "backup", "list", "--plan", "nightly")
                            .exit())
                    .isZero();
        }
    }

    @Test
    void aNameFromEarlierDaysIsKnownThoughNothingMatchesAllFilters() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/backups?plan=old&state=failed&limit=100", 200, NONE)
                    .on("GET /api/backups?plan=old&limit=1", 200, Canned.listOf(Canned.COMPLETE));

            assertThat(Run.against(services, "backup", "list", "--plan", "old", "--state", "failed")
                            .exit())
                    .isZero();
            assertThat(services.unexpected()).isEmpty();
        }
    }

    @Test
    void aFilterByABackupThatDoesNotExistIsNotFound() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/events?backup=" + Canned.BACKUP + "&limit=100", 200, NONE)
                    .on("GET /api/backups/" + Canned.BACKUP, 404, Canned.error("not-found"));

            assertThat(Run.against(services, "events", "--backup", Canned.BACKUP)
                            .exit())
                    .isEqualTo(4);
        }
    }

    @Test
    void nobodyFollowsAPlanThatDoesNotExist() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/events?plan=nigthly&limit=1", 200, NONE).on("GET /api/plans", 200, PLANS);

            assertThat(Run.against(services, "events", "--follow", "--plan", "nigthly")
                            .exit())
                    .isEqualTo(4);
        }
    }

    @Test
    void aRepositoryAloneRefusesWhatItDoesNotKnow(@TempDir Path tree, @TempDir Path work) throws Exception {
        Files.writeString(tree.resolve("file"), "content");
        String from = SampleRepository.of(tree, work).directory.toString();

        Run typo = Run.of(Map.of(), "snapshot", "list", "--from", from, "--store", "projct");

        assertThat(typo.exit()).isEqualTo(4);
        assertThat(typo.err()).contains("there is no store 'projct'").contains("did you mean 'project'?");
        assertThat(Run.of(Map.of(), "snapshot", "list", "--from", from, "--state", "complete")
                        .exit())
                .isEqualTo(2);
        assertThat(Run.of(Map.of(), "snapshot", "list", "--from", from, "--state", "deleted")
                        .exit())
                .isZero();
        assertThat(Run.of(Map.of(), "snapshot", "list", "--from", from, "--since", "2026-11-20T00:00:00Z")
                        .exit())
                .isEqualTo(2);
    }
}
