package io.snapledger.stores.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small questions and commands; everything from outside is a parameter or quoted. */
final class Sql {

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** A row's columns as text; null stays null. */
    record Row(List<String> columns) {
        String text(int column) {
            return columns.get(column);
        }

        long number(int column) {
            return Long.parseLong(text(column));
        }

        boolean flag(int column) {
            return "t".equals(text(column)) || "true".equals(text(column));
        }
    }

    List<Row> rows(String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                int width = result.getMetaData().getColumnCount();
                List<Row> rows = new ArrayList<>();
                while (result.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= width; i++) {
                        columns.add(result.getString(i));
                    }
                    rows.add(new Row(columns));
                }
                return rows;
            }
        }
    }

    List<String> texts(String query, String... parameters) throws SQLException {
        return rows(query, parameters).stream().map(row -> row.text(0)).toList();
    }

    Optional<String> first(String query, String... parameters) throws SQLException {
        return rows(query, parameters).stream().findFirst().map(row -> row.text(0));
    }

    void run(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** A name as an SQL identifier, always quoted. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String name(String schema, String name) {
        return name(schema) + "." + name(name);
    }

    /** A text as an SQL literal that means the same whatever {@code standard_conforming_strings} is. */
    static String literal(String text) {
        String quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
        return text.indexOf('\\') >= 0 ? " E" + quoted : quoted;
    }
}
