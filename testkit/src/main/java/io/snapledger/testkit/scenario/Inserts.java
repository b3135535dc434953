package io.snapledger.testkit.scenario;

import io.snapledger.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A client that goes on inserting orders, one transaction after the other. Since ids are given in the order of the commits, any
 * snapshot of the database holds exactly the orders up to some id.
 */
final class Inserts implements AutoCloseable {

    private static final int ROWS = 50;

    private final Connection connection;
    private final Thread thread = new Thread(this::insert, "inserts");
    private volatile boolean stopped;
    private volatile SQLException failure;

    private Inserts(PostgresServer server) throws SQLException {
        connection = server.connect("shop");
    }

    static Inserts into(PostgresServer server) throws SQLException {
        Inserts inserts = new Inserts(server);
        inserts.thread.start();
        return inserts;
    }

    private void insert() {
        try (Statement sql = connection.createStatement()) {
            while (!stopped) {
                sql.execute("insert into sales.orders (customer, cents, placed) select 'while dumped', i, now()"
                        + " from generate_series(1, " + ROWS + ") i");
            }
        } catch (SQLException e) {
            failure = e;
        }
    }

    /** Ends after the running transaction. */
    @Override
    public void close() throws SQLException, InterruptedException {
        stopped = true;
        thread.join();
        connection.close();
        if (failure != null) {
            throw failure;
        }
    }
}
