package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.snapledger.cli.output.Json;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class PureOutputTest {

    /** Every command of the tree, with arguments that make it succeed; those that need a repository are tested with one. */
    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("backup create", "backup create --wait"),
            Map.entry("backup list", "backup list"),
            Map.entry("backup get", "backup get " + Canned.BACKUP),
            Map.entry("backup cancel", "backup cancel " + Canned.BACKUP),
            Map.entry("restore create", "restore create --from latest --dry-run"),
            Map.entry("restore list", "restore list"),
            Map.entry("restore get", "restore get r-1"),
            Map.entry("restore cancel", "restore cancel r-1"),
            Map.entry("snapshot list", "snapshot list"),
            Map.entry("snapshot get", "snapshot get " + Canned.SNAPSHOT),
            Map.entry("snapshot verify", "snapshot verify " + Canned.SNAPSHOT),
            Map.entry("plan list", "plan list"),
            Map.entry("plan get", "plan get nightly"),
            Map.entry("store list", "store list"),
            Map.entry("store check", "store check"),
            Map.entry("store kinds", "store kinds"),
            Map.entry("store forget", "store forget shop"),
            Map.entry("config check", "config check src/test/resources/config.yaml"),
            Map.entry("events", "events"),
            Map.entry("login", "login"),
            Map.entry("status", "status"),
            Map.entry("completion", "completion bash"),
            Map.entry("man", "man target/man")));

    private static final Set<String> WITH_A_REPOSITORY =
            Set.of("snapshot fetch", "snapshot ls", "snapshot find", "snapshot diff", "key prove", "restore");

    static Stream<String> commands() {
        return COMMANDS.values().stream();
    }

    @Test
    void everyCommandOfTheTreeIsTested() {
        Session session =
                new Session(new Surroundings(System.out, System.err, false, false, Map.of(), Clock.systemUTC()));
        Set<String> leaves = new TreeSet<>();
        Snapledger.commandLine(session).getSubcommands().forEach((name, command) -> {
            Map<String, CommandLine> verbs = command.getSubcommands();
            if (verbs.isEmpty() || name.equals("restore")) {
                leaves.add(name);
            }
            verbs.values().forEach(verb -> leaves.add(name + " " + verb.getCommandName()));
        });
        Set<String> tested = new TreeSet<>(COMMANDS.keySet());
        tested.addAll(WITH_A_REPOSITORY);

        assertThat(tested).isEqualTo(leaves);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void stdoutIsOneDocument(String command) throws Exception {
        try (FakeServices services = services()) {
            Run json = Run.against(services, (command + " -o json").split(" "));
            assertThat(json.exit()).describedAs(json.err()).isZero();
            assertThat(Json.read(json.out()).isContainerNode()).isTrue();

            Run yaml = Run.against(services, (command + " -o yaml").split(" "));
            assertThat(new YAMLMapper().readTree(yaml.out())).isEqualTo(Json.read(json.out()));

            assertThat(services.unexpected()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyLineOfJsonlIsAnObject(String command) throws Exception {
        try (FakeServices services = services()) {
            Run run = Run.against(services, (command + " -o jsonl").split(" "));

            assertThat(run.exit()).isZero();
            for (String line : run.out().lines().toList()) {
                assertThat(Json.read(line).isObject()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void tablesHaveNoColoursWhereNobodyLooks(String command) throws Exception {
        try (FakeServices services = services()) {
            for (String format : List.of("table", "wide", "name")) {
                Run run = Run.against(services, (command + " -o " + format).split(" "));
                assertThat(run.exit()).isZero();
                assertThat(run.out()).doesNotContain("\u001b").isNotBlank();
            }
        }
    }

    private static FakeServices services() throws Exception {
        String snapshot = Json.read(Canned.COMPLETE).path("snapshots").path(0).toString();
        String plan = "{\"name\":\"nightly\",\"schedule\":\"0 0 * * *\",\"zone\":\"UTC\","
                + "\"stores\":[{\"name\":\"shop\",\"kind\":\"postgresql\"}],\"repositories\":[\"main\"],"
                + "\"overlap\":\"skip\",\"catchUp\":true,\"attempts\":3,\"next\":[\"2026-11-22T00:00:00Z\"]}";
        String event = "{\"sequence\":1,\"id\":\"e-1\",\"type\":\"io.snapledger.backup.planned.v1\",\"subject\":\"b\","
                + "\"time\":\"2026-11-21T00:00:00Z\",\"data\":{}}";
        String withCopies =
                snapshot.substring(0, snapshot.length() - 1) + ",\"copies\":{\"main\":{\"state\":\"committed\"}}}";
        return new FakeServices()
                .on("POST /api/backups", 202, Canned.ACCEPTED)
                .on("GET /api/backups/" + Canned.BACKUP, 200, Canned.COMPLETE)
                .on("GET /api/backups?limit=100", 200, Canned.listOf(Canned.COMPLETE))
                .on("POST /api/backups/" + Canned.BACKUP + "/cancel", 202, Canned.ACCEPTED)
                .on("POST /api/restores/plan", 200, Canned.PLANNED)
                .on("GET /api/restores?limit=100", 200, Canned.listOf(Canned.restore("completed", null)))
                .on("GET /api/restores/r-1", 200, Canned.restore("completed", null))
                .on("POST /api/restores/r-1/cancel", 202, "{\"restore\":\"r-1\",\"event\":\"\"}")
                .on("GET /api/snapshots?limit=100", 200, Canned.listOf(snapshot))
                .on("GET /api/snapshots/" + Canned.SNAPSHOT, 200, withCopies)
                .on(
                        "POST /internal/repositories/main/verify/shop/" + Canned.SNAPSHOT,
                        200,
                        "{\"snapshot\":\"" + Canned.SNAPSHOT
                                + "\",\"repository\":\"main\",\"outcome\":\"verified\",\"segments\":2,\"bytes\":9,"
                                + "\"object\":\"\",\"message\":\"\"}")
                .on("GET /api/plans", 200, "{\"items\":[" + plan + "]}")
                .on("GET /api/plans/nightly", 200, plan)
                .on("GET /api/events?limit=100", 200, Canned.listOf(event))
                .on("POST /api/access/logins", 200, "{\"path\":\"/login/code\"}")
                .on("GET /q/health/ready", 200, Canned.READY)
                .on("GET /api/keys/proof", 200, "{\"status\":\"AT RISK\",\"provedAt\":null,\"challenge\":{}}")
                .on(
                        "GET /api/dump/stores",
                        200,
                        "[{\"store\":\"shop\",\"kind\":\"files\",\"ready\":true,\"problems\":[]}]")
                .on("DELETE /api/installation/stores/shop", 200, "{\"store\":\"shop\",\"from\":\"next-start\"}")
                .on("GET /api/snapshots?store=shop&limit=1", 200, Canned.listOf(snapshot))
                .on("GET /api/status", 200, "{\"plans\":[{\"plan\":\"nightly\",\"running\":[]}],\"caughtUp\":true}");
    }
}
