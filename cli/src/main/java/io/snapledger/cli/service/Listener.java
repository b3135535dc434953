package io.snapledger.cli.service;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who listens at a port of this machine, as {@code /proc/net/tcp} (proc_net_tcp in the kernel's documentation) has it. */
final class Listener {

    private static final String LISTENING = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int USER = 7;
    private static final int ROOT = 0;

    private Listener() {}

    /** Whether only root, or the owner of a file, listens there; true where the system does not tell. */
    static boolean belongsToOwnerOf(URI address, Path file) {
        try {
            int owner = (Integer) Files.getAttribute(file, "unix:uid");
            Set<Integer> users = users(Path.of("/proc/net"), address.getPort() < 0 ? 80 : address.getPort());
            return !users.isEmpty() && users.stream().allMatch(user -> user == owner || user == ROOT);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return !Files.exists(Path.of("/proc/net/tcp"));
        }
    }

    /** The users who listen at a port, on whichever address. */
    static Set<Integer> users(Path tables, int port) throws IOException {
        try (Stream<String> four = lines(tables.resolve("tcp"));
                Stream<String> six = lines(tables.resolve("tcp6"))) {
            return Stream.concat(four, six)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > USER
                            && fields[STATE].equals(LISTENING)
                            && fields[LOCAL].endsWith(":" + String.format("%04X", port)))
                    .map(fields -> Integer.parseInt(fields[USER]))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> lines(Path table) throws IOException {
        return Files.exists(table) ? Files.lines(table) : Stream.empty();
    }
}
