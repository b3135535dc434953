package io.snapledger.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who runs the server: PostgreSQL refuses root, so under root it is another account. */
final class ServerAccount {

    private ServerAccount() {}

    /** The words that run a command as that account. */
    static String[] asServer(String... command) {
        if (!isRoot()) {
            return command;
        }
        List<String> all = new ArrayList<>(
                List.of("setpriv", "--reuid=" + account(), "--regid=" + group(), "--clear-groups", "--"));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Its name, under root. */
    static String account() {
        try {
            return Files.readString(Path.of("/etc/passwd")).lines().anyMatch(line -> line.startsWith("postgres:"))
                    ? "postgres"
                    : "nobody";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String group() {
        return account().equals("postgres") ? "postgres" : "nogroup";
    }
}
