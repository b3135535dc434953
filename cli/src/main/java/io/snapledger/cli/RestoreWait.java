package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Output;
import io.snapledger.cli.output.ProgressLine;
import io.snapledger.cli.service.Detach;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Waiting;
import java.time.Duration;
import java.util.Set;

/** Waits until a restore has ended, and tells how. */
final class RestoreWait {

    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled", "planned");

    private final Session session;

    RestoreWait(Session session) {
        this.session = session;
    }

    int until(String restore, Duration timeout) {
        Output output = session.output();
        JsonNode ended;
        try (Detach detach = Detach.saying(
                        session.surroundings().err(),
                        "Detached: restore " + restore + " goes on. See snapledger restore get " + restore);
                ProgressLine progress = new ProgressLine(
                        session.surroundings().err(), session.surroundings().errIsTerminal(), output)) {
            if (output.format().forPeople()) {
                session.say("Restore " + restore + " has begun.");
            }
            ended = new Waiting(session.services(), session::say, () -> "")
                    .until(
                            "/api/restores/" + Query.segment(restore),
                            Query.of("/api/events/stream")
                                    .with("restore", restore)
                                    .toString(),
                            now -> ENDED.contains(Json.text(now, "state")),
                            timeout,
                            now -> show(now, progress));
        } catch (CliException e) {
            throw Unended.of("restore " + restore, "snapledger restore get " + restore, e);
        }
        RestoreReport report = RestoreReport.of(ended, session);
        output.one(report.document(), report.name(), report::show);
        return report.exit().code();
    }

    private static void show(JsonNode restore, ProgressLine progress) {
        JsonNode heart = restore.path("progress");
        if (heart.isObject()) {
            progress.show(
                    Json.text(restore, "id"),
                    Json.text(heart, "store") + " " + Json.text(heart, "phase"),
                    heart.path("bytesDone").asLong(),
                    heart.path("bytesTotal").asLong());
        } else {
            progress.show(Json.text(restore, "id"), Json.text(restore, "state"), 0, 0);
        }
    }
}
