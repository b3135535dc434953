package io.snapledger.stores.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The names of what a restore makes beside the target's databases: whoever sees one knows that it is not whole. */
final class Beside {

    private static final String SIGN = "__snapledger_";
    private static final int LONGEST = 64;

    /** Stands in a database from which tables have begun to move. */
    static final String MOVING = "__snapledger_moving";

    private final String suffix;

    Beside(String restoreId) {
        suffix = SIGN + Sql.digest(restoreId).substring(0, 8);
    }

    String nameOf(String database) {
        int room = LONGEST - suffix.length();
        String begin = database.codePointCount(0, database.length()) <= room
                ? database
                : database.substring(0, database.offsetByCodePoints(0, room - 9)) + "_"
                        + Sql.digest(database).substring(0, 8);
        return begin + suffix;
    }

    static boolean isOne(String database) {
        return database.matches("(?s).*" + SIGN + "[0-9a-f]{8}");
    }

    /** Those of this restore that are there. */
    List<String> left(Connection connection) throws SQLException {
        return new Catalog(connection)
                .databases().stream().filter(name -> name.endsWith(suffix)).toList();
    }

    void wipe(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        for (String name : left(connection)) {
            sql.run("drop database " + Sql.name(name));
        }
    }
}
