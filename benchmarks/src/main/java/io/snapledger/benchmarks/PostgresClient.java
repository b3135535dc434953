package io.snapledger.benchmarks;

import io.snapledger.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** PostgreSQL's own programs against one server; the password is in a file, never on a command line. */
final class PostgresClient {

    private final PostgresServer server;
    private final Path passwords;

    PostgresClient(PostgresServer server, Path directory) throws IOException {
        this.server = server;
        passwords = directory.resolve("pgpass-" + server.port());
        String password = PostgresServer.PASSWORD.replace("\\", "\\\\").replace(":", "\\:");
        Files.writeString(passwords, server.host() + ":*:*:*:" + password + "\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    }

    /** The words of a shell that run a program: its name, how it finds the server, then its arguments. */
    String command(String program, String arguments) {
        return "PGPASSFILE=" + passwords + " " + program + " -w -h " + server.host() + " -p " + server.port() + " -U "
                + PostgresServer.USER + " " + arguments;
    }
}
