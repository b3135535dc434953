package io.snapledger.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the services of an installation share: tokens, what restores are signed with, and keys. */
final class Secrets {

    private Secrets() {}

    /**
     * Makes those that are missing.
     *
     * @param program the command that runs the standalone program
     */
    static void make(Path directory, List<String> program) {
        try {
            Files.createDirectories(directory);
            for (String secret : List.of("token", "access-token", "gateway-secret")) {
                if (!Files.exists(directory.resolve(secret))) {
                    Files.writeString(
                            directory.resolve(secret),
                            "%064x".formatted(UUID.randomUUID().getMostSignificantBits()));
                }
            }
            if (!Files.exists(directory.resolve("keys"))) {
                makeKeys(directory, program);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void makeKeys(Path directory, List<String> program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("key-init", "--keys", directory.resolve("keys").toString()));
        command.addAll(
                List.of("--recovery-key", directory.resolve("recovery.key").toString()));
        Path log = directory.resolve("key-init.log");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("cannot make keys: " + Files.readString(log));
        }
    }
}
