package io.snapledger.restore;

import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoredStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What restore-service remembers of a restore over a crash.
 *
 * @param request as received, with its id
 * @param authorized whether the gateway had accepted it
 * @param receivedAt when it came
 * @param deadline when it stops
 * @param number of the try, from 1
 * @param begun stores whose target an earlier try was allowed to change
 * @param restored stores that are done
 * @param ended whether its last event was published
 */
public record RestoreRecord(
        RestoreRequested request,
        boolean authorized,
        Instant receivedAt,
        Instant deadline,
        int number,
        List<String> begun,
        List<RestoredStore> restored,
        boolean ended) {

    public RestoreRecord {
        begun = List.copyOf(begun);
        restored = List.copyOf(restored);
    }

    public static RestoreRecord received(RestoreRequested request, boolean authorized, Instant at, Instant deadline) {
        return new RestoreRecord(request, authorized, at, deadline, 1, List.of(), List.of(), false);
    }

    public String id() {
        return request.restore();
    }

    RestoreRecord again() {
        return new RestoreRecord(request, authorized, receivedAt, deadline, number + 1, begun, restored, ended);
    }

    RestoreRecord beginning(String store) {
        return new RestoreRecord(
                request, authorized, receivedAt, deadline, number, plus(begun, store), restored, ended);
    }

    RestoreRecord restored(RestoredStore store) {
        return new RestoreRecord(
                request, authorized, receivedAt, deadline, number, begun, plus(restored, store), ended);
    }

    RestoreRecord end() {
        return new RestoreRecord(request, authorized, receivedAt, deadline, number, begun, restored, true);
    }

    @Nullable
    RestoredStore restored(String store) {
        return restored.stream()
                .filter(done -> done.store().equals(store))
                .findFirst()
                .orElse(null);
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
