package io.snapledger.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.snapledger.events.PlannedRestore;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoredStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Cuts lists and texts until an event is short enough for the ledger: one that cannot be sent would leave its restore open. */
final class EventSizes {

    private static final int MOST_BYTES = 48 * 1024;
    private static final int MOST_ENTRIES = 200;
    private static final int MOST_CHARACTERS = 4000;
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private EventSizes() {}

    static RestorePlanned fit(RestorePlanned event) {
        return smallest(most -> new RestorePlanned(
                event.restore(),
                event.executes(),
                cut(event.stores().stream().map(store -> cut(store, most)).toList(), most),
                texts(event.blockers(), most),
                texts(event.warnings(), most)));
    }

    static RestoreCompleted fit(RestoreCompleted event) {
        return smallest(most -> new RestoreCompleted(
                event.restore(), restored(event.stores(), most), event.startedAt(), event.endedAt()));
    }

    static RestoreFailed fit(RestoreFailed event) {
        return smallest(most -> new RestoreFailed(
                event.restore(),
                event.reason(),
                text(event.message(), most),
                event.store(),
                event.change(),
                texts(event.changed(), most),
                texts(event.left(), most),
                event.safetyBackups(),
                restored(event.stores(), most)));
    }

    private static <T> T smallest(IntFunction<T> cut) {
        for (int most = MOST_ENTRIES; ; most /= 2) {
            T event = cut.apply(most);
            if (most <= 1 || bytes(event) <= MOST_BYTES) {
                return event;
            }
        }
    }

    private static int bytes(Object event) {
        try {
            return JSON.writeValueAsBytes(event).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON", e);
        }
    }

    private static PlannedRestore cut(PlannedRestore store, int most) {
        return new PlannedRestore(
                store.store(),
                store.snapshot(),
                store.backup(),
                store.repository(),
                text(store.target(), most),
                store.fresh(),
                texts(store.actions(), most),
                texts(store.blockers(), most),
                texts(store.warnings(), most),
                store.bytes());
    }

    /** Every store stays: what was restored is never left out. */
    private static List<RestoredStore> restored(List<RestoredStore> stores, int most) {
        return stores.stream()
                .map(store -> new RestoredStore(
                        store.store(),
                        store.snapshot(),
                        text(store.target(), most),
                        store.safetyBackup(),
                        store.bytes(),
                        store.factsCompared(),
                        texts(store.notes(), most)))
                .toList();
    }

    private static List<String> texts(List<String> texts, int most) {
        List<String> some = new ArrayList<>(
                cut(texts, most).stream().map(text -> text(text, most)).toList());
        if (texts.size() > most) {
            some.add("and " + (texts.size() - most) + " more");
        }
        return some;
    }

    private static String text(String text, int most) {
        int longest = Math.max(100, MOST_CHARACTERS * most / MOST_ENTRIES);
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    private static <T> List<T> cut(List<T> list, int most) {
        return list.size() <= most ? list : list.subList(0, most);
    }
}
