package io.snapledger.stores.mariadb;

import io.snapledger.stores.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a database has, told by the server without a look at a row: nothing that is stored in it runs. */
final class Catalog {

    /** Those of the server itself. */
    static final Set<String> OWN = Set.of("information_schema", "performance_schema", "mysql", "sys");

    /** Engines whose rows are elsewhere: to read them is to go there. */
    private static final Set<String> ELSEWHERE =
            Set.of("FEDERATED", "CONNECT", "SPIDER", "S3", "MRG_MYISAM", "OQGRAPH");

    private static final Set<String> TRANSACTIONAL = Set.of("INNODB", "ROCKSDB", "TOKUDB", "SEQUENCE");

    private static final Pattern DEFINER =
            Pattern.compile("^(CREATE .{0,80}?)DEFINER=(`(?:[^`]|``)*`(?:@`(?:[^`]|``)*`)?) ", Pattern.DOTALL);
    private static final Pattern COUNTER = Pattern.compile("\\) ENGINE=(\\w+) AUTO_INCREMENT=\\d+ ");
    private static final Pattern STATUS =
            Pattern.compile("( ON COMPLETION (?:NOT )?PRESERVE )(ENABLE|DISABLE ON SLAVE|DISABLE)\\b");

    /**
     * A table, view or sequence.
     *
     * @param engine in upper case; empty: it has none, or cannot be read
     * @param comment of a thing that cannot be read: why
     */
    record Relation(String name, String type, String engine, String comment) {

        boolean isTable() {
            return type.equals("BASE TABLE") || type.equals("SYSTEM VERSIONED");
        }

        boolean isElsewhere() {
            return ELSEWHERE.contains(engine);
        }

        boolean isTransactional() {
            return TRANSACTIONAL.contains(engine);
        }
    }

    private final Sql sql;

    Catalog(Connection connection) {
        sql = new Sql(connection);
    }

    /** Databases that are not the server's own, in order. */
    List<String> databases() throws SQLException {
        return sql.column("select schema_name from information_schema.schemata order by schema_name").stream()
                .filter(name -> !OWN.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    List<Relation> relations(String database) throws SQLException {
        List<Relation> relations = new ArrayList<>();
        for (List<String> row : sql.rows("select table_name, table_type, coalesce(engine, ''), table_comment from"
                + " information_schema.tables where table_schema = " + Sql.literal(database)
                + " order by table_name")) {
            relations.add(new Relation(row.get(0), row.get(1), row.get(2).toUpperCase(Locale.ROOT), row.get(3)));
        }
        return relations;
    }

    /** Why a relation is not dumped; empty if it is. */
    String trouble(String database, Relation relation) {
        if (relation.type().equals("VIEW")) {
            return viewTrouble(database, relation.name());
        }
        if (relation.isTable() && relation.engine().isEmpty()) {
            return "it cannot be read: " + relation.comment();
        }
        return relation.isElsewhere() ? "its rows are elsewhere: engine " + relation.engine() : "";
    }

    private String viewTrouble(String database, String view) {
        try {
            sql.rows("show fields from " + Sql.name(database, view));
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
        }
    }

    /** Character set and collation, as {@code CREATE DATABASE} takes them. */
    Map<String, String> properties(String database) throws SQLException {
        List<String> row = sql.first("select default_character_set_name, default_collation_name, schema_comment from"
                        + " information_schema.schemata where schema_name = " + Sql.literal(database))
                .orElseThrow(() -> new SQLException("database " + database + " is not there", "42000", 1049));
        return Map.of("charset", row.get(0), "collation", row.get(1), "comment", row.get(2));
    }

    /**
     * Everything that a database has but rows and values of sequences: facts as {@link Evidence} has them, without the path of the database.
     *
     * @param without names of relations that are left out
     */
    SortedMap<String, String> definitions(String database, Set<String> without) throws SQLException {
        SortedMap<String, String> facts = new TreeMap<>();
        sql.run("use " + Sql.name(database)); // names of the database itself are then told without it
        new TreeMap<>(properties(database)).forEach(facts::put);
        for (Relation relation : relations(database)) {
            if (!without.contains(relation.name())) {
                relation(facts, database, relation);
            }
        }
        for (List<String> each : sql.rows("select trigger_name, event_object_table, action_order from"
                + " information_schema.triggers where trigger_schema = " + Sql.literal(database))) {
            if (without.contains(each.get(1))) {
                continue;
            }
            List<String> row =
                    sql.rows("show create trigger " + Sql.name(each.get(0))).get(0);
            code(
                    facts,
                    "trigger",
                    each.get(0),
                    StatementKind.unqualified(row.get(2), database),
                    row.get(1) + each.get(1) + each.get(2));
        }
        for (List<String> each : sql.rows("select routine_name, routine_type from information_schema.routines where"
                + " routine_schema = " + Sql.literal(database))) {
            List<String> row = sql.rows("show create " + each.get(1) + " " + Sql.name(each.get(0)))
                    .get(0);
            code(facts, each.get(1).toLowerCase(Locale.ROOT).replace(' ', '-'), each.get(0), row.get(2), row.get(1));
        }
        for (String name : sql.column(
                "select event_name from information_schema.events where event_schema = " + Sql.literal(database))) {
            List<String> row = sql.rows("show create event " + Sql.name(name)).get(0);
            Matcher status = STATUS.matcher(row.get(3));
            if (status.find()) {
                facts.put(Evidence.path("event", name, "status"), status.group(2));
            }
            code(facts, "event", name, status.replaceFirst("$1"), row.get(1) + row.get(2));
        }
        return facts;
    }

    private void relation(SortedMap<String, String> facts, String database, Relation relation) throws SQLException {
        if (relation.type().equals("SEQUENCE")) {
            String text = sql.rows("show create sequence " + Sql.name(relation.name()))
                    .get(0)
                    .get(1);
            facts.put(Evidence.path("sequence", relation.name(), "definition"), Sql.digest(text));
        } else if (relation.isTable()) {
            String text = sql.rows("show create table " + Sql.name(relation.name()))
                    .get(0)
                    .get(1);
            facts.put(
                    Evidence.path("table", relation.name(), "definition"),
                    Sql.digest(COUNTER.matcher(text).replaceFirst(") ENGINE=$1 ")));
        } else {
            String text = sql.rows("show create view " + Sql.name(relation.name()))
                    .get(0)
                    .get(1);
            code(facts, "view", relation.name(), StatementKind.unqualified(text, database), "");
        }
    }

    private static void code(SortedMap<String, String> facts, String type, String name, String text, String more) {
        String shown = text == null ? "" : text;
        Matcher definer = DEFINER.matcher(shown);
        if (definer.find()) {
            facts.put(Evidence.path(type, name, "definer"), definer.group(2));
            shown = definer.group(1) + shown.substring(definer.end());
        }
        facts.put(Evidence.path(type, name, "exists"), "yes"); // the others may rightly differ after a restore
        facts.put(Evidence.path(type, name, "definition"), Sql.digest(shown.strip() + "\n" + more));
    }

    /** Counts what the facts name: rows of tables, values of sequences. */
    Map<String, String> counts(String database, SortedMap<String, String> definitions) throws SQLException {
        Map<String, String> counts = new LinkedHashMap<>();
        Evidence all = new Evidence(definitions);
        for (String table : all.namesBelow("table")) {
            counts.put(
                    "table/" + table + "/rows",
                    sql.column("select count(*) from " + Sql.name(database, Evidence.unescaped(table)))
                            .get(0));
        }
        for (String sequence : all.namesBelow("sequence")) {
            counts.put(
                    "sequence/" + sequence + "/next",
                    sql.column("select next_not_cached_value from " + Sql.name(database, Evidence.unescaped(sequence)))
                            .get(0));
        }
        return counts;
    }
}
