package io.snapledger.testkit.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.samples.SampleDatabase;
import io.snapledger.testkit.samples.SampleTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison that sees nothing proves nothing: each program ends with 0 for equal things, and with 8 for the smallest change. */
class ComparisonControlsTest {

    @TempDir
    Path directory;

    @Test
    void oneChangedRowAndOneChangedGrantAreSeen() throws Exception {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        try (PostgresServer one = PostgresServer.start();
                PostgresServer other = PostgresServer.start()) {
            new SampleDatabase(one.host(), one.port(), PostgresServer.USER, PostgresServer.PASSWORD).fill(1000);
            new SampleDatabase(other.host(), other.port(), PostgresServer.USER, PostgresServer.PASSWORD).fill(1000);
            // Each server salts passwords for itself.
            String verifier = one.ask("postgres", "select rolpassword from pg_authid where rolname = 'clerk'");
            other.run("postgres", "alter role clerk password '" + verifier + "'");
            other.run("shop", alike(one, "shop"));
            assertThat(databases(one, other)).isEqualTo(Outcome.EQUAL);

            other.run("shop", "update sales.orders set cents = cents + 1 where id = 500");
            assertThat(databases(one, other)).isEqualTo(Outcome.DIFFERENT);
            other.run("shop", "update sales.orders set cents = cents - 1 where id = 500");
            assertThat(databases(one, other)).isEqualTo(Outcome.EQUAL);

            other.run("shop", "revoke select on sales.orders from reporting");
            assertThat(databases(one, other)).isEqualTo(Outcome.DIFFERENT);
        }
    }

    /** Large objects get their numbers from the server: the same numbers as in the other. */
    private static String[] alike(PostgresServer server, String database) {
        List<String> statements = new ArrayList<>(List.of("select lo_unlink(oid) from pg_largeobject_metadata"));
        String made = server.ask(
                database,
                "select string_agg(format('select lo_from_bytea(%s, decode(%L, ''hex''))', oid, encode(lo_get(oid), 'hex')),"
                        + " ';' order by oid) from pg_largeobject_metadata");
        statements.addAll(List.of(made.split(";")));
        return statements.toArray(String[]::new);
    }

    @Test
    void oneMovedRefIsSeen() throws Exception {
        Path one = directory.resolve("one");
        git(directory, "init", "-q", one.toString());
        commit(one, "first");
        commit(one, "second");
        git(
                directory,
                "clone",
                "-q",
                "--mirror",
                one.toString(),
                directory.resolve("a.git").toString());
        git(
                directory,
                "clone",
                "-q",
                "--mirror",
                one.toString(),
                directory.resolve("b.git").toString());
        assertThat(run(
                        GitComparison.class,
                        directory.resolve("a.git").toString(),
                        directory.resolve("b.git").toString()))
                .isEqualTo(Outcome.EQUAL);

        git(directory.resolve("b.git"), "update-ref", "refs/heads/side", "HEAD~1");
        assertThat(run(
                        GitComparison.class,
                        directory.resolve("a.git").toString(),
                        directory.resolve("b.git").toString()))
                .isEqualTo(Outcome.DIFFERENT);
    }

    @Test
    void oneChangedByteOfATreeIsSeen() throws Exception {
        Path one = new SampleTree(directory.resolve("one"), 1).fill(100_000);
        Path other = directory.resolve("other");
        run(directory, "cp", "-a", one.toString(), other.toString());
        assertThat(run(TreeComparison.class, one.toString(), other.toString())).isEqualTo(Outcome.EQUAL);

        Path file = firstFile(other);
        FileTime modified = Files.getLastModifiedTime(file);
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(file, modified);
        assertThat(run(TreeComparison.class, one.toString(), other.toString())).isEqualTo(Outcome.DIFFERENT);
    }

    private static Path firstFile(Path tree) throws Exception {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.filter(file -> Files.isRegularFile(file) && file.toFile().length() > 0)
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int databases(PostgresServer one, PostgresServer other) throws Exception {
        return run(PostgresComparison.class, one.url("postgres"), other.url("postgres"));
    }

    private static int run(Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThat(output).contains(code == Outcome.EQUAL ? "EQUAL: " : "DIFFERENT: ");
        return code;
    }

    private static void commit(Path repository, String message) throws Exception {
        git(
                repository,
                "-c",
                "user.name=Test",
                "-c",
                "user.email=test@example.org",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                message);
    }

    private static void git(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        run(directory, command.toArray(String[]::new));
    }

    private static void run(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
