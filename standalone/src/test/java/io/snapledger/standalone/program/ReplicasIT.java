package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.ClusterApi;
import io.snapledger.testkit.cluster.ServiceProcess;
import io.snapledger.testkit.cluster.Stores;
import io.snapledger.testkit.compare.TreeComparison;
import io.snapledger.testkit.samples.SampleTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas of every service that may have some: of all but the scheduler. */
class ReplicasIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long LARGE = 250_000_000;

    @TempDir
    static Path work;

    private static Cluster cluster;
    private static Path large;

    @BeforeAll
    static void twoOfEach() throws Exception {
        Cluster.Builder builder = Cluster.in(work.resolve("cluster"))
                .dumpServices(2)
                .storageServices(2)
                .catalogServices(2)
                .restoreServices(2);
        List<String> small = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            Stores.files(builder, "small-" + i, new SampleTree(work.resolve("small-" + i), i).fill(100_000));
            small.add("small-" + i);
        }
        large = new SampleTree(work.resolve("large"), 7).fill(LARGE);
        Stores.files(builder, "large", large);
        builder.config("snapledger.plans.small.stores", String.join(",", small))
                .config("snapledger.plans.small.repository", "local")
                .config("snapledger.plans.large.stores", "large")
                .config("snapledger.plans.large.repository", "local")
                .config("quarkus.log.console.json.enabled", "true");
        cluster = builder.five();
        cluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String backup(String plan) throws InterruptedException {
        String backup = cluster.api().createBackup(plan, List.of());
        assertThat(cluster.api().awaitBackup(backup, SOON).path("state").asText())
                .isEqualTo("complete");
        return backup;
    }

    /** All that a catalog says of it, but for the order in which it has recorded the events. */
    private static JsonNode shown(ClusterApi api, String backup) throws InterruptedException {
        JsonNode shown =
                api.get(api.catalog(), "/api/backups/" + backup).expect(200).body();
        shown.path("events").forEach(event -> ((ObjectNode) event).remove("sequence"));
        return shown;
    }

    private static List<JsonNode> events(ClusterApi api, String query) throws InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        api.get(api.catalog(), "/api/events?limit=1000&" + query)
                .expect(200)
                .body()
                .path("items")
                .forEach(events::add);
        return events;
    }

    @Test
    void backupsAreSharedAndBothCatalogsTellTheSame() throws Exception {
        Set<String> dumpers = new TreeSet<>();
        for (int i = 0; i < 5 && dumpers.size() < 2; i++) {
            String backup = backup("small");
            events(cluster.api(), "type=dump.started&backup=" + backup)
                    .forEach(event ->
                            dumpers.add(event.path("data").path("worker").asText()));
            await().atMost(SOON).untilAsserted(() -> assertThat(shown(cluster.secondApi(), backup))
                    .isEqualTo(shown(cluster.api(), backup)));
        }
        assertThat(dumpers).containsExactly("dump-1", "dump-2");
        assertThat(cluster.member("storage-1").log()).contains("committed: store ");
        assertThat(cluster.member("storage-2").log()).contains("committed: store ");
    }

    @Test
    void onRequestEveryLineOfALogIsAnObject() throws Exception {
        for (ServiceProcess member : cluster.members()) {
            if (member.name().equals("broker")) {
                continue; // is none of the services
            }
            List<String> lines =
                    member.log().lines().filter(line -> line.startsWith("{")).toList();
            assertThat(lines).describedAs(member.name()).isNotEmpty();
            for (String line : lines) {
                JsonNode object = new ObjectMapper().readTree(line);
                assertThat(object.path("message").isTextual()).isTrue();
                assertThat(object.path("service").asText()).startsWith("snapledger");
            }
        }
    }

    private static String begin(ClusterApi api, String backup, Path into) throws InterruptedException {
        return api.createRestore(Map.of(
                "from",
                backup,
                "stores",
                List.of("large"),
                "targets",
                Map.of("large", Map.of("options", Map.of("path", into.toString(), "git-reset", "never")))));
    }

    /** The replica that has begun it. */
    private static String worker(String restore) {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> events(cluster.api(), "type=restore.started&restore=" + restore).stream()
                                .map(event -> event.path("data").path("worker").asText())
                                .findFirst()
                                .orElse(""),
                        found -> !found.isEmpty());
    }

    private static ClusterApi otherThan(String worker) {
        return worker.equals("restore") ? cluster.secondApi() : cluster.api();
    }

    @Test
    void aPlaceIsHeldAgainstTheOtherReplicaAlsoWhileItsOwnIsDeadAndTheRestoreGoesOnWhenItIsBack() throws Exception {
        String backup = backup("large");
        Path into = work.resolve("held");
        String first = begin(cluster.api(), backup, into);
        String holder = worker(first);
        cluster.member(holder).kill9();

        String within = begin(otherThan(holder), backup, into.resolve("within"));
        JsonNode refused = cluster.api().awaitRestore(within, Duration.ofSeconds(120));
        assertThat(refused.path("reason").asText()).describedAs("%s", refused).isEqualTo("target-busy");
        assertThat(refused.path("message").asText()).contains(first, "running on " + holder);

        cluster.start();
        assertThat(cluster.api()
                        .awaitRestore(first, Duration.ofSeconds(120))
                        .path("state")
                        .asText())
                .isEqualTo("completed");
        assertThat(TreeComparison.compare(large, into).differences()).isEmpty();
    }

    @Test
    void aRestoreIsCancelledThroughWhicheverReplicaIsAsked() throws Exception {
        String backup = backup("large");
        String restore = begin(cluster.api(), backup, work.resolve("cancelled"));
        ClusterApi other = otherThan(worker(restore));

        other.post(other.restore(), "/api/restores/" + restore + "/cancel", Map.of())
                .expect(202);

        assertThat(cluster.api().awaitRestore(restore, SOON).path("state").asText())
                .isEqualTo("cancelled");
        other.post(other.restore(), "/api/restores/" + restore + "/cancel", Map.of())
                .expect(409);
        other.post(other.restore(), "/api/restores/r-mistyped/cancel", Map.of()).expect(404);
    }
}
