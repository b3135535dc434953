package io.snapledger.stores.mariadb;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Views, triggers, routines and events of a database, as statements among the settings that they need; made twice: beside, to see that they can be
 * made, with all events asleep, and at last where they belong.
 */
final class DatabaseCode {

    /** All of it together, in signs. */
    private static final int LIMIT = 64 << 20;

    /** What is to be seen from a view is not there, or not yet. */
    private static final Set<Integer> NOT_YET = Set.of(1049, 1109, 1146, 1305, 1356, 4092);

    private record Statement(StatementKind kind, String text) {}

    private final List<Statement> statements = new ArrayList<>();
    private long size;

    void add(StatementKind kind, String text) throws StoreException {
        size += text.length();
        if (size > LIMIT) {
            throw new StoreException(
                    Reason.DAMAGED, "the code of a database is larger than " + LIMIT, "restore another snapshot");
        }
        statements.add(new Statement(kind, text));
    }

    /**
     * Makes everything but events that are awake.
     *
     * @param asleep whether events are made too, asleep
     * @return views that cannot be made, since what they see is not there
     */
    List<String> make(Connection connection, String database, boolean asleep) throws SQLException, StoreException {
        Sql sql = new Sql(connection);
        sql.run("use " + Sql.name(database));
        List<String> failed = new ArrayList<>();
        for (Statement each : statements) {
            switch (each.kind()) {
                case CODE -> makeOne(sql, database, each.text(), failed);
                case EVENT -> {
                    if (asleep) {
                        sql.run(StatementKind.asleep(each.text()).orElseThrow(DatabaseCode::unreadable));
                    }
                }
                default -> sql.run(each.text());
            }
        }
        return failed;
    }

    private static void makeOne(Sql sql, String database, String text, List<String> failed) throws SQLException {
        try {
            sql.run(StatementKind.inDatabase(text, database));
        } catch (SQLException e) {
            if (!StatementKind.isView(text) || !NOT_YET.contains(e.getErrorCode())) {
                throw e;
            }
            failed.add(text);
        }
    }

    /** Makes views that could not be made before. */
    static List<String> makeViews(Connection connection, String database, List<String> views) throws SQLException {
        Sql sql = new Sql(connection);
        sql.run("use " + Sql.name(database));
        List<String> failed = new ArrayList<>();
        for (String view : views) {
            makeOne(sql, database, view, failed);
        }
        return failed;
    }

    /** Makes the events, awake if they were. */
    void makeEvents(Connection connection, String database) throws SQLException {
        Sql sql = new Sql(connection);
        sql.run("use " + Sql.name(database));
        for (Statement each : statements) {
            if (each.kind() == StatementKind.EVENT || each.kind() == StatementKind.SETTING) {
                sql.run(each.text());
            }
        }
    }

    private static StoreException unreadable() {
        return new StoreException(
                Reason.DAMAGED,
                "an event of the snapshot does not say whether it is enabled",
                "restore another snapshot, or report it");
    }
}
