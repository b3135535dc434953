package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Desks on a stage, one after the other, as one replica that is stopped or killed and started again. */
final class Desks implements AutoCloseable {

    static final RestoreAuthorization GATEWAY =
            new RestoreAuthorization("a secret of the gateway".getBytes(StandardCharsets.US_ASCII));

    final Stage stage;
    private final List<RestoreDesk> all = new ArrayList<>();
    private final Path scratch;
    private Path journal;
    Duration limit = Duration.ofMinutes(10);
    int slots = 2;
    String worker = "restore-1";
    RestoreDesk desk;

    Desks(Stage stage, Path scratch) {
        this.stage = stage;
        this.scratch = scratch;
        this.journal = scratch.resolve("journal-0");
    }

    RestoreJournal journal() {
        return new RestoreJournal(journal);
    }

    Path journalDirectory() {
        return journal;
    }

    Desks start() {
        RestoreJournal remembered = journal();
        PlaceClaims claims = new PlaceClaims();
        OpenRestores open = new OpenRestores();
        RestorePlanner planner = new RestorePlanner(
                List.of(stage.repository),
                Stage.RING,
                stage.engines(),
                stage.stores,
                RestoreOrder.AS_BACKED_UP,
                Stage.CLOCK);
        desk = new RestoreDesk(new RestoreDesk.Parts(
                worker,
                planner,
                stage.execution(),
                GATEWAY,
                remembered,
                claims,
                open,
                stage.ledger,
                Stage.CLOCK,
                limit,
                Duration.ofSeconds(10),
                slots));
        all.add(desk);
        stage.ledger.read(claims::accept);
        stage.ledger.read(open::accept);
        desk.resume();
        return this;
    }

    /** An orderly stop. */
    void stop() throws InterruptedException {
        desk.close();
    }

    /** As kill -9: what the old one does from now on reaches another disk. */
    void kill() throws IOException {
        Path copy = scratch.resolve("journal-" + all.size());
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        journal = copy;
    }

    static RestoreRequested request(
            boolean dryRun, boolean overwrite, Map<String, RestoreTo> targets, String... stores) {
        return new RestoreRequested(
                "r-asked",
                "latest",
                null,
                List.of(stores),
                List.of(),
                null,
                targets,
                dryRun,
                overwrite,
                false,
                "ada",
                null,
                null);
    }

    static RestoreRequested request(String... stores) {
        return request(false, false, Map.of(), stores);
    }

    static RestoreRequested overwriting(String... stores) {
        return request(false, true, Map.of(), stores);
    }

    /** Through the gateway. */
    String ask(RestoreRequested request) {
        return desk.accept(event(GATEWAY.sign(request)));
    }

    /** By event alone. */
    String send(RestoreRequested request) {
        return desk.accept(new Event<>("1", "some-platform", Stage.CLOCK.instant(), request, Map.of()));
    }

    static Event<RestoreRequested> event(RestoreRequested request) {
        return event(request, Stage.CLOCK.instant());
    }

    static Event<RestoreRequested> event(RestoreRequested request, Instant time) {
        return new Event<>("restore.requested:" + request.restore(), Role.RESTORE.source(), time, request, Map.of());
    }

    /** The restore's last event, once it is published and the journal knows so; there must be but one. */
    EventData end(String restore) {
        untilEnded(restore);
        assertThat(stage.ledger.ends()).hasSize(1);
        return stage.ledger.ends().get(0);
    }

    EventData endOf(RestoreRequested request) {
        return end(ask(request));
    }

    void untilEnded(String restore) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> journal().read(restore).orElseThrow().ended());
    }

    @Override
    public void close() throws InterruptedException {
        for (RestoreDesk each : all) {
            each.close();
        }
    }
}
