package io.snapledger.stores;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Reads the arguments of every process of the machine again and again, looking for a secret. */
final class SecretHunt {

    private final Set<String> found = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    private SecretHunt(String secret) {
        thread = new Thread(() -> hunt(secret));
        thread.setDaemon(true);
    }

    static SecretHunt start(String secret) {
        SecretHunt hunt = new SecretHunt(secret);
        hunt.thread.start();
        return hunt;
    }

    private void hunt(String secret) {
        while (!thread.isInterrupted()) {
            try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                processes
                        .filter(path -> path.getFileName().toString().matches("\\d+"))
                        .map(SecretHunt::arguments)
                        .filter(arguments -> arguments.contains(secret))
                        .forEach(found::add);
            } catch (IOException e) {
                return;
            }
        }
    }

    private static String arguments(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    Set<String> found() throws InterruptedException {
        thread.interrupt();
        thread.join();
        return found;
    }
}
