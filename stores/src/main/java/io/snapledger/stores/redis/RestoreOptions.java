package io.snapledger.stores.redis;

import io.snapledger.stores.Options;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a snapshot is restored, and into which databases.
 *
 * @param databases only these of the snapshot's; empty: all
 * @param renamed the target's number for a number of the snapshot
 */
record RestoreOptions(SortedSet<Integer> databases, SortedMap<Integer, Integer> renamed) {

    /** Path of a database in a list, e.g. {@code db0}. */
    static final String PATH = "db";

    private static final Pattern NUMBER = Pattern.compile("(?:db)?(\\d{1,4})");
    private static final Pattern RENAMED = Pattern.compile("(\\d{1,4})=(\\d{1,4})");

    static RestoreOptions of(RestoreTarget target) throws StoreException {
        Options options = Options.of(target, RedisKind.DESCRIPTION);
        SortedSet<Integer> databases = new TreeSet<>();
        for (String wanted : options.get(RedisKind.DATABASES)) {
            number(wanted)
                    .ifPresentOrElse(
                            databases::add,
                            () -> options.problem("'databases' holds '" + wanted + "', which is no number"));
        }
        for (String path : target.only()) {
            number(path)
                    .ifPresentOrElse(
                            databases::add,
                            () -> options.problem("the snapshot holds no '" + path + "'; its paths are those of its"
                                    + " databases, such as db0"));
        }
        SortedMap<Integer, Integer> renamed = new TreeMap<>();
        for (String pair : options.get(RedisKind.RENAME)) {
            Matcher match = RENAMED.matcher(pair);
            if (match.matches()) {
                renamed.put(Integer.valueOf(match.group(1)), Integer.valueOf(match.group(2)));
            } else {
                options.problem("'rename' holds '" + pair + "' but must be like 0=5,1=6");
            }
        }
        Set<Integer> names = new HashSet<>();
        renamed.values().stream()
                .filter(name -> !names.add(name))
                .forEach(name -> options.problem("two databases would be number " + name));
        options.finish();
        return new RestoreOptions(databases, renamed);
    }

    private static Optional<Integer> number(String text) {
        Matcher match = NUMBER.matcher(text);
        return match.matches() ? Optional.of(Integer.valueOf(match.group(1))) : Optional.empty();
    }

    /** Whether the target becomes what the snapshot is, with nothing beside. */
    boolean isWhole() {
        return databases.isEmpty() && renamed.isEmpty();
    }

    boolean selects(int database) {
        return databases.isEmpty() || databases.contains(database);
    }

    int nameAtTarget(int database) {
        return renamed.getOrDefault(database, database);
    }

    /** The snapshot's number of a database of the target; -1 if it has none. */
    int nameInSnapshot(int database) {
        for (Map.Entry<Integer, Integer> entry : renamed.entrySet()) {
            if (entry.getValue() == database) {
                return entry.getKey();
            }
        }
        return renamed.containsKey(database) ? -1 : database;
    }
}
