package io.snapledger.stores.mariadb;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Statements as texts: nothing of them is read by the driver, and names and texts are quoted here. */
final class Sql {

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    static String name(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String name(String database, String object) {
        return name(database) + "." + name(object);
    }

    /** A text, as sessions of ours read it: without escapes by backslash. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    List<List<String>> rows(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet result = statement.executeQuery(sql)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    List<String> column(String sql) throws SQLException {
        List<String> column = new ArrayList<>();
        for (List<String> row : rows(sql)) {
            column.add(row.get(0));
        }
        return column;
    }

    Optional<List<String>> first(String sql) throws SQLException {
        return rows(sql).stream().findFirst();
    }

    /** A short digest, for facts. */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
