package io.snapledger.dump;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.NotIncluded;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the newest sealed dump of each store left out, as far as this process made it. */
public final class LastDumps {

    private final Map<String, List<NotIncluded>> notIncluded = new ConcurrentHashMap<>();

    void remember(DumpCompleted completed) {
        notIncluded.put(completed.store(), completed.notIncluded());
    }

    List<NotIncluded> notIncluded(String store) {
        return notIncluded.getOrDefault(store, List.of());
    }
}
