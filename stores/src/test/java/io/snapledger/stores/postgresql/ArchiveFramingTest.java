package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.postgresql.ArchiveContents.Name;
import io.snapledger.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchiveFramingTest {

    private static byte[] archive;

    @BeforeAll
    static void dump() throws Exception {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        try (PostgresServer server = PostgresServer.start()) {
            server.run(
                    "postgres",
                    "create table \"a ü\" as select g as n, repeat('x', g % 300) as t from generate_series(1, 60) g",
                    "create table empty (n int)",
                    "create sequence \"odd, true);\" start 5",
                    "select nextval('\"odd, true);\"')",
                    "create materialized view m as select 1 as one",
                    "select lo_from_bytea(4000000001, 'large')",
                    "select lo_from_bytea(7, '')");
            archive = pgDump(server, "--compress=0");
        }
    }

    private static byte[] pgDump(PostgresServer server, String... options) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                PostgresServer.binaries().orElseThrow().resolve("pg_dump").toString(),
                "--format=custom",
                "--host=" + server.host(),
                "--port=" + server.port(),
                "--username=" + PostgresServer.USER,
                "--dbname=postgres");
        builder.command().addAll(Arrays.asList(options));
        builder.environment().put("PGPASSWORD", PostgresServer.PASSWORD);
        return builder.start().getInputStream().readAllBytes();
    }

    private static void follow(byte[] bytes, int step) throws StoreException {
        follow(bytes, step, new ArchiveContents(true));
    }

    private static void follow(byte[] bytes, int step, ArchiveContents contents) throws StoreException {
        ArchiveFraming framing = new ArchiveFraming(contents);
        for (int at = 0; at < bytes.length; at += step) {
            framing.accept(bytes, at, Math.min(step, bytes.length - at));
        }
        framing.finish();
    }

    @Test
    void aWholeArchiveIsAcceptedWhateverThePiecesAre() {
        for (int step : new int[] {1, 2, 3, 7, 64, 1000, archive.length}) {
            assertThatCode(() -> follow(archive, step)).doesNotThrowAnyException();
        }
    }

    @Test
    void anArchiveCutAtAnyByteIsRefused() {
        assertThat(archive.length).isGreaterThan(3_000);
        for (int length = 0; length < archive.length; length++) {
            byte[] cut = Arrays.copyOf(archive, length);
            assertThatThrownBy(() -> follow(cut, 4096))
                    .as("cut at byte %s of %s", length, archive.length)
                    .isInstanceOf(StoreException.class);
        }
    }

    @Test
    void bytesAfterTheEndAreRefused() {
        for (byte more : new byte[] {0, 1, 3, 4, 'x'}) {
            byte[] longer = Arrays.copyOf(archive, archive.length + 1);
            longer[archive.length] = more;
            assertThatThrownBy(() -> follow(longer, 4096)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void anythingElseIsRefusedAndNeverLoops() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = archive.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] = (byte) random.nextInt(256);
            try {
                follow(damaged, 512);
            } catch (StoreException e) {
                assertThat(e.reason()).isIn(StoreException.Reason.INCOMPLETE, StoreException.Reason.VERSION);
            }
        }
        assertThatThrownBy(
                        () -> follow("--\n-- PostgreSQL database dump\n--\n".getBytes(StandardCharsets.US_ASCII), 10))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void whatTheArchiveHoldsIsCountedWhateverThePiecesAre() throws StoreException {
        for (int step : new int[] {1, 7, 1000, archive.length}) {
            ArchiveContents contents = new ArchiveContents(true);
            follow(archive, step, contents);
            assertThat(contents.sequences()).containsEntry(new Name("public", "odd, true);"), "5 called");
            assertThat(contents.rows().get(new Name("public", bytes("a ü"))).count())
                    .isEqualTo(60);
            assertThat(contents.rows().get(new Name("public", "empty")).count()).isZero();
            assertThat(contents.largeObjects()).isEqualTo(2);
        }
    }

    private static String bytes(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
