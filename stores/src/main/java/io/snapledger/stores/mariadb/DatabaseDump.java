package io.snapledger.stores.mariadb;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The dump of one database. What it defines is asked before and after and must be the same, so that it is what the dump holds; rows and values of
 * sequences, which may change meanwhile, are counted in the dump.
 */
final class DatabaseDump {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    private final Server server;
    private final Catalog catalog;
    private final Tool tool;
    private final StreamSink sink;
    private final Cancellation work;
    private final String database;

    private final SortedMap<String, String> facts = new TreeMap<>();
    private final List<NotIncluded> notIncluded = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> without = new TreeSet<>();
    private final Set<String> engines = new TreeSet<>();
    private Optional<StreamContent> stream = Optional.empty();

    DatabaseDump(Server server, Connection connection, Tool tool, StreamSink sink, Cancellation work, String database) {
        this.server = server;
        this.catalog = new Catalog(connection);
        this.tool = tool;
        this.sink = sink;
        this.work = work;
        this.database = database;
    }

    void run() throws StoreException, IOException, InterruptedException {
        try {
            choose();
            SortedMap<String, String> before = catalog.definitions(database, without);
            StreamTally tally = dump(before);
            if (!before.equals(catalog.definitions(database, without))) {
                throw new StoreException(
                        Reason.UNSTABLE,
                        "database '" + database + "' was given other definitions while it was dumped",
                        "try again when nobody alters it");
            }
            count(before, tally);
        } catch (SQLException e) {
            throw server.failure("read the catalog of database '" + database + "'", e);
        }
    }

    /** Leaves out what would make the tool fail, or go elsewhere. */
    private void choose() throws SQLException {
        List<String> inconsistent = new ArrayList<>();
        for (Catalog.Relation relation : catalog.relations(database)) {
            String trouble = catalog.trouble(database, relation);
            if (relation.isTable() && trouble.isEmpty()) {
                engines.add(relation.engine());
            }
            if (!trouble.isEmpty()) {
                without.add(relation.name());
                notIncluded.add(NotIncluded.missed(
                        (relation.isTable() ? "table " : "view ") + Evidence.path(database, relation.name()), trouble));
            } else if (relation.isTable() && !relation.isTransactional()) {
                inconsistent.add(relation.name() + " (" + relation.engine() + ")");
            }
        }
        if (!inconsistent.isEmpty()) {
            warnings.add("database '" + database + "' has " + inconsistent.size()
                    + " tables without transactions, which are dumped as they are at that moment, not as one point: "
                    + String.join(", ", inconsistent.subList(0, Math.min(20, inconsistent.size()))));
        }
    }

    private StreamTally dump(SortedMap<String, String> properties)
            throws StoreException, IOException, InterruptedException {
        String name =
                PLAIN.matcher(database).matches() ? database + ".sql" : "database-" + Sql.digest(database) + ".sql";
        StreamTally tally = new StreamTally();
        OutputStream out = sink.open(name);
        String about = "the beginning of a dump of database " + database + ", which failed";
        Map<String, String> attributes = new HashMap<>();
        try {
            tool.dump(database, without, tally, out, work);
            about = "database " + database;
            attributes.put("database", database);
            for (String property : List.of("charset", "collation", "comment")) {
                attributes.put(property, properties.get(property));
            }
        } catch (StoreException e) {
            if (e.reason() == Reason.TOOL_FAILED || e.reason() == Reason.ACCESS_DENIED) {
                end(name, out, tally, about, attributes);
            }
            throw e;
        }
        end(name, out, tally, about, attributes);
        return tally;
    }

    private void end(String name, OutputStream out, StreamTally tally, String about, Map<String, String> attributes)
            throws IOException {
        out.close();
        String use = attributes.isEmpty() ? "none: it is of no use" : "mariadb " + shell(database) + " < " + name;
        stream = Optional.of(new StreamContent(name, tally.bytes(), about, use, attributes));
    }

    private static String shell(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private void count(SortedMap<String, String> definitions, StreamTally tally) throws StoreException {
        definitions.forEach((fact, value) -> facts.put("database/" + Evidence.path(database) + "/" + fact, value));
        Evidence defined = new Evidence(definitions);
        for (String table : defined.namesBelow("table")) {
            long rows = tally.rows(Evidence.unescaped(table)).orElseThrow(() -> lacking("table", table));
            facts.put("database/" + Evidence.path(database) + "/table/" + table + "/rows", Long.toString(rows));
        }
        for (String sequence : defined.namesBelow("sequence")) {
            String next = tally.sequence(Evidence.unescaped(sequence)).orElseThrow(() -> lacking("sequence", sequence));
            facts.put("database/" + Evidence.path(database) + "/sequence/" + sequence + "/next", next);
        }
        if (tally.longest() > StatementReader.LIMIT) {
            warnings.add("database '" + database + "' has a row of " + tally.longest()
                    + " bytes as SQL, more than a restore takes (" + StatementReader.LIMIT + ")");
        }
    }

    private StoreException lacking(String type, String name) {
        return new StoreException(
                Reason.INCOMPLETE,
                "the dump of database '" + database + "' lacks " + type + " '" + name + "'",
                "try again; if it happens again, look at that " + type);
    }

    SortedMap<String, String> facts() {
        return facts;
    }

    List<NotIncluded> notIncluded() {
        return notIncluded;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Of its tables. */
    Set<String> engines() {
        return engines;
    }

    /** What was written, whole or not. */
    Optional<StreamContent> stream() {
        return stream;
    }
}
