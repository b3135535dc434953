package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Output;
import io.snapledger.cli.output.ProgressLine;
import io.snapledger.cli.service.Detach;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Waits until a backup has ended, and tells how. */
final class BackupWait {

    private static final Set<String> ENDED = Set.of("complete", "partial", "failed", "cancelled", "undecided");
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Session session;

    BackupWait(Session session) {
        this.session = session;
    }

    int until(String backup, Duration timeout) {
        Output output = session.output();
        String path = "/api/backups/" + backup;
        String events = Query.of("/api/events/stream").with("backup", backup).toString();
        JsonNode ended;
        try (Detach detach = Detach.saying(
                        session.surroundings().err(),
                        "Detached: backup " + backup + " goes on. See snapledger backup get " + backup);
                ProgressLine progress = new ProgressLine(
                        session.surroundings().err(), session.surroundings().errIsTerminal(), output)) {
            if (output.format().forPeople()) {
                session.say("Backup " + backup + " has begun.");
            }
            Waiting waiting = new Waiting(session.services(), session::say, () -> scheduled(backup));
            ended = waiting.until(path, events, BackupWait::hasEnded, timeout, now -> show(now, progress));
            if (!isSettled(ended)) {
                ended = settled(waiting, path, events, ended);
            }
        } catch (CliException e) {
            throw Unended.of("backup " + backup, "snapledger backup get " + backup, e);
        }
        BackupReport report = BackupReport.of(ended, session);
        output.one(report.document(), report.id(), report::show);
        return report.exit().code();
    }

    /** What the scheduler says of an open backup; empty if it does not answer, or the backup is not open. */
    private String scheduled(String backup) {
        try {
            for (JsonNode open : session.services()
                    .get(Service.SCHEDULER, "/api/scheduler/state")
                    .path("open")) {
                if (Json.text(open, "backup").equals(backup)) {
                    List<String> stores = new ArrayList<>();
                    open.path("stores").forEach(store -> stores.add(Json.text(store, "store") + " " + phase(store)));
                    return "the scheduler says: " + String.join(", ", stores);
                }
            }
        } catch (CliException e) {
            return ""; // told is that the catalog does not answer
        }
        return "";
    }

    private static String phase(JsonNode store) {
        String phase = Json.text(store, "phase");
        int attempt = store.path("number").asInt();
        return (phase.equals("waiting") ? "waits for a slot" : phase)
                + (attempt > 1 ? " (attempt " + attempt + ")" : "");
    }

    /** What repositories decided is not enough: the scheduler's last word, backup.completed, must be there. */
    private static boolean hasEnded(JsonNode backup) {
        return ENDED.contains(Json.text(backup, "state"))
                && !Json.text(backup, "outcome").isEmpty();
    }

    /** Events of different topics arrive in any order: the facts of a committed snapshot may come a moment later. */
    private static boolean isSettled(JsonNode backup) {
        for (JsonNode snapshot : backup.path("snapshots")) {
            boolean committed = Set.of("committed", "verified").contains(Json.text(snapshot, "state"));
            if (committed && snapshot.path("streams").isEmpty()) {
                return false;
            }
        }
        return !backup.path("snapshots").isEmpty()
                || !Json.text(backup, "state").equals("complete");
    }

    private static JsonNode settled(Waiting waiting, String path, String events, JsonNode ended) {
        try {
            return waiting.until(path, events, BackupWait::isSettled, SETTLE, now -> {});
        } catch (CliException e) {
            return ended; // what is missing is not shown; how it ended is known
        }
    }

    private static void show(JsonNode backup, ProgressLine progress) {
        long done = 0;
        long total = 0;
        boolean grows = false; // beyond what was expected, or nothing was
        List<String> what = new ArrayList<>();
        for (JsonNode snapshot : backup.path("snapshots")) {
            JsonNode heart = snapshot.path("progress");
            String phase = heart.isObject() ? Json.text(heart, "phase") : words(Json.text(snapshot, "state"));
            what.add(Json.text(snapshot, "store") + " " + phase);
            long read = Math.max(
                    heart.path("bytesRead").asLong(), snapshot.path("bytesRead").asLong());
            done += read;
            total += heart.path("bytesExpected").asLong();
            grows |= heart.path("bytesExpected").asLong() < read;
        }
        if (!what.isEmpty()) {
            progress.show(Json.text(backup, "id"), String.join(", ", what), done, grows ? 0 : total);
        }
    }

    private static String words(String state) {
        return state.equals("requested") ? "waits for a slot" : state;
    }
}
