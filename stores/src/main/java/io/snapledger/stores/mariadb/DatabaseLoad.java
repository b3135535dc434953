package io.snapledger.stores.mariadb;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Progress;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Fills an empty database from a stream: tables and rows as they come; what can run is kept for later. Only statements of kinds that a dump
 * holds are taken.
 */
final class DatabaseLoad {

    private final Server server;
    private final Cancellation work;
    private final Progress progress;
    private final boolean keepsDefiners;
    private final DatabaseCode code = new DatabaseCode();
    private Charset charset = StandardCharsets.UTF_8;

    DatabaseLoad(Server server, Cancellation work, Progress progress, boolean keepsDefiners) {
        this.server = server;
        this.work = work;
        this.progress = progress;
        this.keepsDefiners = keepsDefiners;
    }

    /** @param beside the empty database */
    DatabaseCode run(StreamSource source, RestoreScope.Item item, String beside)
            throws StoreException, IOException, InterruptedException {
        String step = "restoring database " + item.name();
        progress.report(step, 0);
        try (Connection connection = server.connect(work)) {
            Sql sql = new Sql(connection);
            sql.run("use " + Sql.name(beside));
            new StatementReader(server, work, bytes -> progress.report(step, bytes))
                    .read(source, item.stream(), statement -> take(sql, item, statement));
            return code;
        } catch (SQLException e) {
            throw server.failure("load database '" + item.name() + "'", e);
        }
    }

    private void take(Sql sql, RestoreScope.Item item, byte[] statement) throws StoreException, SQLException {
        String text = StatementKind.stripped(decoded(statement));
        StatementKind kind = StatementKind.of(text);
        switch (kind) {
            case CHARSET ->
                charset =
                        StatementKind.charset(text).map(DatabaseLoad::charsetOf).orElse(StandardCharsets.UTF_8);
            case SETTING -> {
                sql.run(text);
                code.add(kind, text);
            }
            case DATA -> sql.run(text);
            case CODE, EVENT -> {
                String own = StatementKind.unqualified(text, item.database());
                code.add(kind, keepsDefiners ? own : StatementKind.asCurrentUser(own));
            }
            case NEEDLESS -> {}
            case FOREIGN ->
                throw new StoreException(
                        Reason.DAMAGED,
                        "the stream of database '" + item.database() + "' holds a statement that no dump has: "
                                + text.substring(0, Math.min(40, text.length())),
                        "nothing of it was run; look at the stream");
        }
    }

    private String decoded(byte[] statement) throws StoreException {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(statement)).toString();
        } catch (CharacterCodingException e) {
            throw new StoreException(Reason.DAMAGED, "a statement is not written in " + charset, "report it", e);
        }
    }

    /** Java's for the server's; one that is not known must get along with ASCII. */
    private static Charset charsetOf(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "utf8", "utf8mb3", "utf8mb4", "binary" -> StandardCharsets.UTF_8;
            case "latin1" -> Charset.forName("windows-1252");
            case "latin2" -> Charset.forName("ISO-8859-2");
            case "cp1250", "cp1251", "cp1256", "cp1257" -> Charset.forName("windows-" + name.substring(2));
            default -> StandardCharsets.US_ASCII;
        };
    }
}
