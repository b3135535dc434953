package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.Options;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to restore, as {@link PostgresqlKind} describes it.
 *
 * @param databases only these of the snapshot's, and those that the target names alone; empty: all
 * @param alone whether the target names single databases, so that nothing else of it is touched
 * @param schemas of databases that do not come whole, by database, those that the target names alone
 * @param names new names, by old ones
 * @param renameSuffix appended to every name without an own new one
 * @param roles what becomes of roles: {@code create} makes the missing ones and leaves the others, {@code replace} also
 *     gives the others the snapshot's attributes and passwords, {@code skip} touches none
 * @param keepReplaced whether replaced databases stay, renamed and closed, instead of being dropped
 * @param analyze whether the planner's statistics are made afresh
 * @param tablespaces {@code keep} puts databases, tables and indexes where they were, {@code default} into the database's, or the
 *     server's, default tablespace
 * @param locale of the restored databases, of the C library, instead of their own, e.g. {@code C.UTF-8}
 * @param trustsCode whether code stored in the databases may run with the rights of a superuser who restores them
 * @param skip patterns of entries of the archives' tables of contents, as {@link TableOfContents#name} tells them, that are left out
 *     with all that depends on them; {@code *} stands for any text
 */
record RestoreOptions(
        List<String> databases,
        boolean alone,
        Map<String, Set<String>> schemas,
        Map<String, String> names,
        String renameSuffix,
        String roles,
        boolean keepReplaced,
        boolean analyze,
        String tablespaces,
        Optional<String> locale,
        boolean trustsCode,
        List<String> skip) {

    static RestoreOptions of(RestoreTarget target) throws StoreException {
        Options options = Options.of(target, PostgresqlKind.DESCRIPTION);
        Map<String, String> names = new HashMap<>();
        for (String pair : options.get(PostgresqlKind.RENAME)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                options.problem("'rename' holds '" + pair + "' but must be a list of old=new");
            } else {
                names.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        List<String> databases = new ArrayList<>(options.get(PostgresqlKind.ONLY_DATABASES));
        Map<String, Set<String>> schemas = schemas(target, options);
        databases.addAll(schemas.keySet());
        RestoreOptions parsed = new RestoreOptions(
                List.copyOf(databases),
                !target.only().isEmpty(),
                schemas,
                Map.copyOf(names),
                options.find(PostgresqlKind.RENAME_SUFFIX).orElse(""),
                options.get(PostgresqlKind.ROLES),
                options.get(PostgresqlKind.KEEP_REPLACED),
                options.get(PostgresqlKind.ANALYZE),
                options.get(PostgresqlKind.TABLESPACES),
                options.find(PostgresqlKind.LOCALE),
                options.get(PostgresqlKind.STORED_CODE).equals("trusted"),
                options.get(PostgresqlKind.SKIP));
        options.finish();
        return parsed;
    }

    /** The databases that the target names, with their schemas; none: whole. */
    private static Map<String, Set<String>> schemas(RestoreTarget target, Options options) {
        Map<String, Set<String>> schemas = new HashMap<>();
        Set<String> whole = new HashSet<>();
        for (String path : target.only()) {
            String[] parts = path.split("/", -1);
            Set<String> ofDatabase = schemas.computeIfAbsent(Evidence.unescaped(parts[0]), name -> new TreeSet<>());
            if (parts.length == 1) {
                whole.add(Evidence.unescaped(parts[0]));
            } else if (parts.length == 2) {
                ofDatabase.add(Evidence.unescaped(parts[1]));
            } else {
                options.problem(
                        "'" + path + "' cannot be restored alone, only databases and schemas can; HINT: restore '"
                                + parts[0] + "/" + parts[1] + "' under another name (rename-suffix)");
            }
        }
        whole.forEach(database -> schemas.put(database, Set.of()));
        return Map.copyOf(schemas);
    }

    /** Of a database of the snapshot, the schemas that alone are restored; none: all. */
    Set<String> schemasOf(String database) {
        return schemas.getOrDefault(database, Set.of());
    }

    /** Whether databases come back under other names than the snapshot's. */
    boolean renames() {
        return !names.isEmpty() || !renameSuffix.isEmpty();
    }

    boolean keepsTablespaces() {
        return tablespaces.equals("keep");
    }

    /** A database as it is to be at the target. */
    Database adapted(Database database) {
        Map<String, String> properties = new HashMap<>(database.properties());
        if (!keepsTablespaces()) {
            properties.remove("tablespace");
        }
        locale.ifPresent(name -> {
            properties.put("collate", name);
            properties.put("ctype", name);
            properties.put("provider", "c");
            properties.remove("icu-locale");
        });
        return new Database(database.name(), database.bytes(), properties, database.access());
    }

    boolean selects(String database) {
        return databases.isEmpty() || databases.contains(database);
    }

    /** The name at the target of a database of the snapshot. */
    String nameOf(String database) {
        return names.getOrDefault(database, database + renameSuffix);
    }
}
