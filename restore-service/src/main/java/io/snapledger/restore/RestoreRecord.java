package io.snapledger.restore;

import io.snapledger.events.EventData;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoredStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What restore-service remembers of a restore over a crash.
 *
 * @param request as received, with its id
 * @param authorized whether the gateway had accepted it
 * @param receivedAt when it came
 * @param deadline when it stops
 * @param number of the try, from 1
 * @param chosen the snapshots it has settled on; empty before that
 * @param begun stores whose target an earlier try was allowed to change
 * @param safety backups of targets made before, by store
 * @param restored stores that are done
 * @param completed its last event, if it went well; written before it is published, so that it never ends twice
 * @param failed its last event, if it did not
 * @param ended whether its last event was published
 */
public record RestoreRecord(
        RestoreRequested request,
        boolean authorized,
        Instant receivedAt,
        Instant deadline,
        int number,
        List<ChosenSnapshot> chosen,
        List<String> begun,
        Map<String, String> safety,
        List<RestoredStore> restored,
        @Nullable RestoreCompleted completed,
        @Nullable RestoreFailed failed,
        boolean ended) {

    public RestoreRecord {
        chosen = chosen == null ? List.of() : List.copyOf(chosen);
        begun = List.copyOf(begun);
        safety = safety == null ? Map.of() : Map.copyOf(safety);
        restored = List.copyOf(restored);
    }

    public static RestoreRecord received(RestoreRequested request, boolean authorized, Instant at, Instant deadline) {
        return new RestoreRecord(
                request, authorized, at, deadline, 1, List.of(), List.of(), Map.of(), List.of(), null, null, false);
    }

    public String id() {
        return request.restore();
    }

    RestoreRecord again() {
        return with(number + 1, chosen, begun, safety, restored);
    }

    RestoreRecord choosing(List<ChosenSnapshot> snapshots) {
        return with(number, snapshots, begun, safety, restored);
    }

    RestoreRecord beginning(String store) {
        return with(number, chosen, plus(begun, store), safety, restored);
    }

    RestoreRecord safe(String store, String backup) {
        Map<String, String> more = new TreeMap<>(safety);
        more.put(store, backup);
        return with(number, chosen, begun, more, restored);
    }

    RestoreRecord restored(RestoredStore store) {
        return with(number, chosen, begun, safety, plus(restored, store));
    }

    private RestoreRecord with(
            int tries,
            List<ChosenSnapshot> snapshots,
            List<String> begunStores,
            Map<String, String> safetyBackups,
            List<RestoredStore> done) {
        return new RestoreRecord(
                request,
                authorized,
                receivedAt,
                deadline,
                tries,
                snapshots,
                begunStores,
                safetyBackups,
                done,
                completed,
                failed,
                ended);
    }

    /** @param last null: it was planned only */
    RestoreRecord decided(@Nullable EventData last) {
        return ending(
                last instanceof RestoreCompleted success ? success : null,
                last instanceof RestoreFailed failure ? failure : null,
                last == null);
    }

    RestoreRecord end() {
        return ending(completed, failed, true);
    }

    private RestoreRecord ending(@Nullable RestoreCompleted success, @Nullable RestoreFailed failure, boolean told) {
        return new RestoreRecord(
                request,
                authorized,
                receivedAt,
                deadline,
                number,
                chosen,
                begun,
                safety,
                restored,
                success,
                failure,
                told);
    }

    /** What was decided, but may not be in the ledger yet. */
    @Nullable
    EventData last() {
        return completed == null ? failed : completed;
    }

    boolean isRestored(String store) {
        return restored.stream().anyMatch(done -> done.store().equals(store));
    }

    /** Snapshots that are still to be restored. */
    List<ChosenSnapshot> remaining() {
        return chosen.stream().filter(one -> !isRestored(one.store())).toList();
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
