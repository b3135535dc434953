package io.snapledger.stores.mariadb;

import io.snapledger.stores.Options;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a snapshot is restored, as {@link MariadbKind} describes it.
 *
 * @param databases only these; empty: all
 * @param only databases that a request names alone; empty: the whole snapshot
 * @param names new names of databases, by the old ones
 * @param users whether missing users are made
 * @param keepsDefiners whether views and code keep whom they run as
 */
record RestoreOptions(
        List<String> databases,
        List<String> only,
        Map<String, String> names,
        String suffix,
        boolean users,
        boolean keepsDefiners) {

    static RestoreOptions of(RestoreTarget target) throws StoreException {
        MariadbOptions.of(target.store());
        Options options = Options.of(target, MariadbKind.DESCRIPTION);
        Map<String, String> names = new LinkedHashMap<>();
        for (String pair : options.get(MariadbKind.RENAME)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                options.problem("'rename' has '" + pair + "' but must have OLD=NEW");
            } else {
                names.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        RestoreOptions parsed = new RestoreOptions(
                options.get(MariadbKind.ONLY_DATABASES),
                target.only(),
                Map.copyOf(names),
                options.find(MariadbKind.RENAME_SUFFIX).orElse(""),
                options.get(MariadbKind.RESTORED_USERS).equals("create"),
                options.get(MariadbKind.DEFINER).equals("keep"));
        options.finish();
        return parsed;
    }

    /** What a database of the snapshot is called at the target. */
    String nameOf(String database) {
        return names.getOrDefault(database, database + suffix);
    }
}
