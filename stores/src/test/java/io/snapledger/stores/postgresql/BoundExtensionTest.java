package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An extension that, as pg_cron's, can be made only in a database of one name. */
class BoundExtensionTest {

    private static final String SCRIPT = """
            do $$ begin if current_database() <> 'shop' then raise exception 'can only create extension in database shop'; end if; end $$;
            create table cronjob (id int primary key, what text);
            select pg_extension_config_dump('cronjob', '');
            """;

    @TempDir
    Path scratch;

    private Path installation;
    private PostgresServer server;
    private LocalCommandRunner commands;

    @BeforeEach
    void installACopyWithTheExtension() throws Exception {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        Path bin = PostgresServer.binaries().orElseThrow();
        String major = bin.getParent().getFileName().toString();
        installation = Files.createTempDirectory("snapledger-installation-");
        Files.setPosixFilePermissions(installation, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path lib = Files.createDirectories(installation.resolve("lib/postgresql"));
        Path share = Files.createDirectories(installation.resolve("share/postgresql"));
        copy(bin.getParent(), lib);
        copy(Path.of("/usr/share/postgresql", major), share);
        Path extensions = share.resolve(major).resolve("extension");
        Files.writeString(extensions.resolve("minicron.control"), "default_version = '1.0'\nrelocatable = false\n");
        Files.writeString(extensions.resolve("minicron--1.0.sql"), SCRIPT);
        server = PostgresServer.start(lib.resolve(major).resolve("bin"), Map.of());
        commands = new LocalCommandRunner(scratch);
    }

    @AfterEach
    void removeIt() throws Exception {
        if (server != null) {
            server.close();
            commands.close();
            run("rm", "-rf", installation.toString());
        }
    }

    @Test
    void itsDatabaseIsMadeUnderItsOwnNameWhereThatIsFree() throws Exception {
        StoreEngine engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of("postgresql");
        StoreDefinition store = new StoreDefinition(
                "orders",
                "postgresql",
                Map.of("port", Integer.toString(server.port()), "password", PostgresServer.PASSWORD));
        server.run("postgres", "create database shop connection limit 9");
        server.run("shop", "create extension minicron", "insert into cronjob values (1, 'nightly')");
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = engine.dump(new DumpRequest(store, RestoreFixture.later()), kept.sink())
                .content();
        RestoreRequest request =
                new RestoreRequest("r1", new RestoreTarget(store, Map.of()), content, true, RestoreFixture.later());

        StoreException taken = catchThrowableOfType(
                StoreException.class, () -> engine.restore(request, kept.source(), Progress.IGNORED));
        assertThat(taken).hasMessageContaining("can only create extension in database shop");
        assertThat(RestoreFixture.databases(server)).isEqualTo("postgres shop");

        server.run("postgres", "drop database shop");
        engine.restore(request, kept.source(), Progress.IGNORED);
        assertThat(RestoreFixture.databases(server)).isEqualTo("postgres shop");
        assertThat(server.ask("shop", "select what from cronjob")).isEqualTo("nightly");
        assertThat(server.ask("postgres", "select datconnlimit from pg_database where datname = 'shop'"))
                .isEqualTo("9");
    }

    private static void copy(Path from, Path into) throws Exception {
        run("cp", "-a", from.toString(), into.toString());
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
