package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adversary listens where services are expected, and wishes to be shown a token, or any other file. */
class CallerTokenTest {

    private static final String TOKEN = "0123456789abcdef".repeat(4);

    @TempDir
    Path work;

    private FakeServices services;

    @BeforeEach
    void start() throws Exception {
        services = new FakeServices().on("GET /api/plans", 200, "{\"items\":[]}");
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void theTokenOfTheServicesOnThisMachineIsShown() throws Exception {
        services.locked(Files.writeString(work.resolve("access-token"), TOKEN + "\n"));

        Run run = Run.against(services, "plan", "list");

        assertThat(run.exit()).describedAs(run.err()).isZero();
        assertThat(services.authorizations()).containsExactly("Bearer " + TOKEN);
    }

    @Test
    void aGivenTokenFileWins() throws Exception {
        services.locked(Files.writeString(work.resolve("access-token"), TOKEN));
        Path given = Files.writeString(work.resolve("mine"), "mine\n");

        Run run = Run.against(services, "plan", "list", "--token-file", given.toString());

        assertThat(run.exit()).describedAs(run.err()).isZero();
        assertThat(services.authorizations()).containsExactly("Bearer mine");
    }

    @Test
    void aFileThatHoldsNoTokenIsNeverSent() throws Exception {
        services.locked(Files.writeString(work.resolve("access-token"), "the diary of somebody"));

        Run run = Run.against(services, "plan", "list");

        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.err()).contains("--token-file");
        assertThat(services.authorizations()).isEmpty();
    }

    @Test
    void aTokenUnderAnotherNameIsNeverSent() throws Exception {
        services.locked(Files.writeString(work.resolve("id_rsa"), TOKEN));

        assertThat(Run.against(services, "plan", "list").exit()).isEqualTo(7);
        assertThat(services.authorizations()).isEmpty();
    }

    @Test
    void anAddressIsASchemeAHostAndAPort() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "ftp://127.0.0.1:8080", "no address",
                        "127.0.0.1:8080", "no address",
                        "http://127.0.0.1:99999", "no address",
                        "http://127.0.0.1:8080/snapledger", "HINT: http://127.0.0.1:8080",
                        "http://me:secret@127.0.0.1:8080", "more than a scheme")
                .entrySet()) {
            Run run = Run.against(services, "plan", "list", "--url", wrong.getKey());

            assertThat(run.exit()).describedAs(wrong.getKey() + run.err()).isEqualTo(2);
            assertThat(run.err()).contains(wrong.getValue()).doesNotContain("Exception", "unexpected", "secret");
        }
    }
}
