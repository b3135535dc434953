package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration is looked at as the services would read it; no service is asked, and nothing is opened. */
class ConfigCheckTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("SNAPLEDGER_URL", "http://127.0.0.1:1", "BASE", "/srv");

    @TempDir
    Path directory;

    @Test
    void whatCanBeUsedIsSaidToBe() throws Exception {
        Run run = check("""
                kafka: {bootstrap.servers: "kafka:9092"}
                quarkus: {http: {port: 8081}}
                snapledger:
                  installation: one
                  stores:
                    shop: {kind: postgresql, host: db, username: backup, password-env: NOT_SET_HERE, databases: [orders, "a,b"]}
                    tree: {kind: files, path: "${BASE}/tree", exclude: ["*.tmp", "cache/"]}
                  repositories:
                    main: {kind: directory, path: "${BASE}/repository"}
                    far: {kind: s3, bucket: backups, access-key-env: KEY, secret-key-file: /run/secrets/s3}
                  plans:
                    nightly: {schedule: "30 2 * * *", stores: [shop, tree], repositories: [main, far]}
                """);

        assertThat(run.out() + run.err()).contains("config.yaml can be used");
        assertThat(run.exit()).isZero();
        assertThat(directory.resolve("repository")).doesNotExist();
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws Exception {
        String wrong = """
                snapledger:
                  dump: {slots: 0, stagingquota: 1G}
                  stores:
                    shop: {kind: postgresql, hst: db, password: "${NO_SUCH_VARIABLE}"}
                    tree: {kind: files, pth: /srv/tree}
                    nothing: {path: /srv/nothing}
                    odd: {kind: fils}
                  repositories:
                    main: {kind: directory, paht: /srv/repository}
                    far: {kind: s4}
                  plans:
                    hourly: {schedule: "every hour", repository: main}
                    nightly: {stores: [tree, tre], repository: main}
                    weekly: {repository: man, overlap: perhaps}
                """;
        Run run = check(wrong, "-o", "json");

        assertThat(run.exit()).isEqualTo(Exit.USAGE.code());
        JsonNode items = Json.read(run.out()).path("problems");
        assertThat(items.findValuesAsText("setting"))
                .containsExactlyInAnyOrder(
                        "snapledger.dump.slots",
                        "snapledger.dump.stagingquota",
                        "snapledger.stores.nothing.kind",
                        "snapledger.plans.weekly.overlap",
                        "snapledger.stores.shop.password",
                        "snapledger.stores.tree",
                        "snapledger.stores.odd",
                        "snapledger.repositories.main",
                        "snapledger.repositories.far",
                        "snapledger.plans.hourly.schedule",
                        "snapledger.plans.nightly.stores",
                        "snapledger.plans.weekly.repositories");
        assertThat(items.toString())
                .contains("did you mean 'snapledger.dump.staging-quota'?")
                .contains("unknown option 'pth' (did you mean 'path'?)")
                .contains("unknown setting 'paht' (did you mean 'path'?)")
                .contains("${NO_SUCH_VARIABLE}");
        assertThat(items.findValuesAsText("hint")).doesNotContain("");
        assertThat(check(wrong).out()).contains("SETTING", "snapledger.plans.nightly.stores");
    }

    @Test
    void whatMayBeASecretIsNotRepeated() throws Exception {
        Run run = check(
                "snapledger: {stores: {s: {kind: postgresql, pasword: hush, password-file: /x, password: hush}}}");

        assertThat(run.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(run.out() + run.err()).contains("'pasword'").doesNotContain("hush");
    }

    @Test
    void whatIsNoConfigurationIsToldWithItsPlace() throws Exception {
        Run run = check("snapledger:\n  stores: {}\n  stores: {}\n");

        assertThat(run.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(run.err()).contains("config.yaml", "line 3", "duplicate key stores");
        assertThat(Run.of(
                                ENVIRONMENT,
                                "config",
                                "check",
                                directory.resolve("none.yaml").toString())
                        .exit())
                .isEqualTo(Exit.USAGE.code());
    }

    private Run check(String text, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("config.yaml"), text);
        String[] arguments = new String[3 + options.length];
        arguments[0] = "config";
        arguments[1] = "check";
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Run.of(ENVIRONMENT, arguments);
    }
}
