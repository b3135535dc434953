package io.snapledger.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many keys, long values, and others who write meanwhile. */
class RedisLoadTest extends RedisFixture {

    private static final int KEYS = 1_000_000;
    private static final int LONG = 64 * 1024 * 1024;

    @Test
    void aMillionKeysAndLongValuesComeBack() throws Exception {
        try (RedisServer from = RedisServer.start();
                RedisServer to = RedisServer.start()) {
            ask(from, "DEBUG", "POPULATE", Integer.toString(KEYS), "key", "8");
            try (TestClient client = from.client()) {
                client.ask("SET", "long", SampleKeys.random(LONG));
                client.ask("SET", "long and alike", "0123456789".repeat(LONG / 10));
                client.ask("HSET", "hash", "a", SampleKeys.random(LONG / 8), "b", SampleKeys.random(LONG / 4));
                client.ask("RPUSH", "list", SampleKeys.random(LONG / 8), "short", SampleKeys.random(LONG / 8 + 1));
            }
            KeptStreams kept = new KeptStreams();
            DumpReport report = dump(store(from), kept);
            assertThat(report.content().objects()).isEqualTo(KEYS + 4);

            assertHolds(target(to), restore(target(to), report.content(), kept.source(), false));

            assertThat(ask(to, "GET", "long").equals(SampleKeys.random(LONG))).isTrue();
            assertThat(ask(to, "DBSIZE")).isEqualTo(KEYS + 4L);
        }
    }

    /** A repository that stalls: a server that has written a file waits, one that sends without does so for repl-timeout. */
    @Test
    void aDumpThatStallsIsEndedByAServerThatSendsWithoutAFile() throws Exception {
        try (RedisServer from =
                RedisServer.start("repl-timeout 2", "repl-diskless-sync-delay 0", "repl-ping-replica-period 1")) {
            ask(from, "SET", "more than buffers hold", SampleKeys.random(LONG));
            StoreException ended =
                    catchThrowableOfType(StoreException.class, () -> stalled(store(from, "diskless", "true")));
            assertThat(ended.isTransient()).isTrue();
            assertThat(stalled(store(from)).content().objects()).isEqualTo(1);
        }
    }

    private DumpReport stalled(StoreDefinition store) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        return engine.dump(
                new DumpRequest(store, soon()),
                name -> slow(new KeptStreams().sink().open(name), never, 6_000));
    }

    /** Two keys in two databases are always set in one step: so are they in the snapshot. */
    @Test
    void aDumpIsOneMomentThoughOthersWrite() throws Exception {
        try (RedisServer from = RedisServer.start();
                RedisServer to = RedisServer.start()) {
            SampleKeys.fill(from);
            AtomicBoolean goOn = new AtomicBoolean(true);
            CountDownLatch writes = new CountDownLatch(100);
            FutureTask<Long> writer = new FutureTask<>(() -> write(from, goOn, writes));
            new Thread(writer).start();
            assertThat(writes.await(20, TimeUnit.SECONDS)).isTrue();
            try {
                for (int i = 0; i < 5; i++) {
                    KeptStreams kept = new KeptStreams();
                    CountDownLatch more = new CountDownLatch(1);
                    DumpReport report = engine.dump(
                            new DumpRequest(store(from), soon()),
                            name -> slow(kept.sink().open(name), more, 200));
                    RestoreReport restored = restore(target(to), report.content(), kept.source(), true);
                    assertHolds(target(to), restored);
                    try (TestClient client = to.client()) {
                        String one = client.text("GET", "counter");
                        client.ask("SELECT", "7");
                        assertThat(client.text("GET", "counter")).isEqualTo(one);
                        assertThat(client.text("LLEN", "list")).isEqualTo(one);
                    }
                }
            } finally {
                goOn.set(false);
            }
            assertThat(writer.get()).isGreaterThan(500);
        }
    }

    private static long write(RedisServer server, AtomicBoolean goOn, CountDownLatch writes) throws IOException {
        long count = 0;
        try (TestClient client = server.client()) {
            while (goOn.get()) {
                String number = Long.toString(++count);
                client.ask("MULTI");
                client.ask("SET", "counter", number);
                client.ask("SELECT", "7");
                client.ask("SET", "counter", number);
                client.ask("RPUSH", "list", number);
                client.ask("SELECT", "0");
                client.ask("EXEC");
                writes.countDown();
            }
        }
        return count;
    }

    /** A stream that waits a moment once, so that there are writes while the dump goes on. */
    private static OutputStream slow(OutputStream stream, CountDownLatch never, int millis) {
        return new java.io.FilterOutputStream(stream) {
            private boolean hasWaited;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    hasWaited = hasWaited || !never.await(millis, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                out.write(bytes, offset, length);
            }
        };
    }
}
