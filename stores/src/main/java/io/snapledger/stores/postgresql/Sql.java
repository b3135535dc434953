package io.snapledger.stores.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Small questions and commands; everything from outside is a parameter or quoted.
 *
 * <p>What the server says is decoded here, since it need not be text: names in databases of encoding SQL_ASCII are bytes, each of
 * which is a character of ISO 8859-1 in sessions there; shared names that are no UTF-8 are told with {@code \xE9} for each such byte.
 */
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
                boolean bytes = isOfBytes();
                List<Row> rows = new ArrayList<>();
                while (result.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= width; i++) {
                        columns.add(decoded(result.getBytes(i), bytes));
                    }
                    rows.add(new Row(columns));
                }
                return rows;
            }
        }
    }

    /** Whether each byte of what is read is a character: what is sent must then be ASCII, since the driver sends UTF-8. */
    boolean isOfBytes() throws SQLException {
        return "LATIN1".equals(connection.unwrap(PGConnection.class).getParameterStatus("client_encoding"));
    }

    private static String decoded(byte[] text, boolean bytes) {
        if (text == null) {
            return null;
        }
        if (bytes) {
            return new String(text, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            StringBuilder escaped = new StringBuilder();
            for (byte b : text) {
                escaped.append(b >= ' ' ? String.valueOf((char) b) : String.format("\\x%02X", b));
            }
            return escaped.toString();
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

    /** How many rows a COPY … TO STDOUT tells, each with its line feed. */
    long copyOut(String statement, Consumer<byte[]> row) throws SQLException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement);
        try {
            for (byte[] next = copy.readFromCopy(); next != null; next = copy.readFromCopy()) {
                row.accept(next);
            }
            return copy.getHandledRowCount();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
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
