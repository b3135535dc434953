package io.snapledger.stores.files;

import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.NotIncluded.Cause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a walk left out: of each cause the first by name, the others as a number. */
final class Omissions {

    private static final int MOST_NAMED = 200;

    private final Map<Cause, List<NotIncluded>> named = new EnumMap<>(Cause.class);
    private final Map<Cause, Long> others = new EnumMap<>(Cause.class);

    void add(NotIncluded what) {
        List<NotIncluded> alike = named.computeIfAbsent(what.cause(), any -> new ArrayList<>());
        if (alike.size() < MOST_NAMED) {
            alike.add(what);
        } else {
            others.merge(what.cause(), what.count(), Long::sum);
        }
    }

    List<NotIncluded> list() {
        List<NotIncluded> all = new ArrayList<>();
        named.values().forEach(all::addAll);
        others.forEach((cause, count) -> all.add(
                new NotIncluded(count + " more", "for such reasons as the " + MOST_NAMED + " before", cause, count)));
        return all;
    }
}
