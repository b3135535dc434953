package io.snapledger.stores.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The inventory of a database, taken by its own thread while pg_dump streams. */
final class Counting implements AutoCloseable {

    private final Connection connection;
    private final CompletableFuture<SortedMap<String, String>> facts = new CompletableFuture<>();

    private Counting(Connection connection) {
        this.connection = connection;
    }

    static Counting start(Connection connection, Database database, boolean digests) {
        Counting counting = new Counting(connection);
        Thread thread = new Thread(() -> counting.count(database.name(), digests), "snapledger-counting");
        thread.setDaemon(true);
        thread.start();
        return counting;
    }

    private void count(String database, boolean digests) {
        try {
            facts.complete(Inventory.take(connection, database, digests));
        } catch (SQLException | RuntimeException e) {
            facts.completeExceptionally(e);
        }
    }

    SortedMap<String, String> facts() throws SQLException, InterruptedException {
        try {
            return facts.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends it, and the transaction, at once. */
    @Override
    public void close() throws SQLException {
        connection.abort(Runnable::run);
    }
}
