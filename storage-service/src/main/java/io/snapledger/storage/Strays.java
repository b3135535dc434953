package io.snapledger.storage;

import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.Stray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells an operator what lies in a repository and is no object of it, once for each change of their number. */
final class Strays {

    private static final System.Logger LOG = System.getLogger(Strays.class.getName());
    private static final int NAMED = 10;

    /** Below it the startup check keeps an object for a moment. */
    private static final String CHECKED = "pins/startup-check/";

    private final Map<String, Integer> told = new HashMap<>();

    void tell(OpenRepository repository) {
        List<String> names = new ArrayList<>();
        int[] count = {0};
        repository.backend().list("", object -> add(object, names, count), stray -> add(stray, names, count));
        Integer before = told.put(repository.name(), count[0]);
        if (count[0] > 0 && (before == null || before != count[0])) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} things in repository {1} are no objects of it and are left alone: {2}{3}",
                    count[0],
                    repository.name(),
                    String.join(", ", names),
                    count[0] > NAMED ? ", …" : "");
        }
    }

    private static void add(ObjectStat object, List<String> names, int[] count) {
        if (ObjectKind.of(object.key()).isEmpty() && !object.key().startsWith(CHECKED)) {
            add(new Stray(object.key(), "another file"), names, count);
        }
    }

    private static void add(Stray stray, List<String> names, int[] count) {
        if (count[0]++ < NAMED) {
            names.add(stray.name() + " (" + stray.what() + ")");
        }
    }
}
