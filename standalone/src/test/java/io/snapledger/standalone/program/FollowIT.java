package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.BackupMissed;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.Role;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.Topics;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowIT {

    private static final Instant FIRST = Instant.parse("2026-11-21T00:00:00Z");
    private static final Duration UP = Duration.ofSeconds(60);

    @TempDir
    Path work;

    private final List<String> published = new ArrayList<>();
    private long last;

    /** Events come while the catalog is killed, before and after; those that came before the first one was seen as well. */
    @Test
    void nothingIsLostOrDoubledWhenTheCatalogRestarts() throws Exception {
        try (Cluster cluster = Cluster.in(work.resolve("cluster")).five()) {
            cluster.member("broker").start().awaitReady(UP);
            ServiceProcess catalog = cluster.member("catalog").start().awaitReady(UP);
            Program program = new Program(
                    work.resolve("user"),
                    Map.of("SNAPLEDGER_CATALOG_URL", cluster.api().catalog().toString()));
            KafkaEventCodec codec = new KafkaEventCodec(new EventCodec(), new Topics(""), cluster.seal());
            try (KafkaEventPublisher ledger = new KafkaEventPublisher(
                    Map.of("bootstrap.servers", cluster.api().kafka()), codec, Duration.ofSeconds(30))) {
                publish(ledger, 5); // before anybody follows: not to be shown
                await().atMost(UP)
                        .until(() -> cluster.api()
                                        .get(cluster.api().catalog(), "/api/events")
                                        .body()
                                        .path("items")
                                        .size()
                                == 5);
                published.clear();

                Program.Running following = program.begin("snapledger events --follow -o name");
                await().atMost(UP).until(() -> following.said().contains("Following"));
                catalog.kill9();
                publish(ledger, 20);
                catalog.start().awaitReady(UP);
                await().atMost(UP).until(() -> shown(following).size() >= 20);
                publish(ledger, 20);
                await().atMost(UP).until(() -> shown(following).size() >= 40);
                catalog.kill9();
                catalog.start();
                publish(ledger, 20);
                await().atMost(UP).until(() -> shown(following).size() >= 60);

                Program.Ended ended = following.interrupt();

                assertThat(ended.exit()).isEqualTo(130);
                assertThat(ended.out().lines().toList()).containsExactlyElementsOf(published);
            }
        }
    }

    private static List<String> shown(Program.Running following) throws IOException {
        return Files.readAllLines(following.out());
    }

    private void publish(KafkaEventPublisher ledger, int count) {
        for (int i = 0; i < count; i++) {
            Instant due = FIRST.plusSeconds(++last);
            Event<BackupMissed> event =
                    Event.of(Role.SCHEDULER, due, new BackupMissed("nightly", due, due, 1, "overlap", null));
            ledger.publish(event);
            published.add(event.id());
        }
    }
}
