package io.snapledger.stores.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends the clients of databases away, again and again, until it is closed. Meanwhile another connection renames the databases: its statement
 * locks the database, so that nobody new gets in, and waits up to 5 s until those inside are gone (CountOtherDBBackends in procarray.c).
 * So no database ever has to be closed to connections, which would outlive a restore that is killed.
 */
final class Eviction implements AutoCloseable {

    private static final long PERIOD_MILLIS = 100;

    private final Sql sql;
    private final List<String> databases;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "snapledger-eviction");

    private Eviction(Connection connection, List<String> databases) {
        this.sql = new Sql(connection);
        this.databases = databases;
    }

    /** @param connection to none of the databases; used by this alone until it is closed */
    static Eviction begin(Connection connection, List<String> databases) {
        Eviction eviction = new Eviction(connection, databases);
        eviction.thread.setDaemon(true);
        eviction.thread.start();
        return eviction;
    }

    private void run() {
        try {
            do {
                for (String database : databases) {
                    sql.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", database);
                }
            } while (!over.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
        } catch (SQLException | InterruptedException e) {
            // whoever stays inside makes the renaming fail, which is told
        }
    }

    @Override
    public void close() {
        over.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
