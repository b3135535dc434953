package io.snapledger.stores.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The connections that this process has, as the kernel lists them. */
final class OwnConnections {

    private OwnConnections() {}

    /** Those to a port of the loopback that are established. */
    static List<String> to(int port) throws IOException {
        Set<String> own = sockets();
        String remote = String.format(":%04X", port);
        return Stream.concat(Files.lines(Path.of("/proc/net/tcp")), Files.lines(Path.of("/proc/net/tcp6")))
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields[2].endsWith(remote) && fields[3].equals("01"))
                .map(fields -> fields[9])
                .filter(own::contains)
                .toList();
    }

    private static Set<String> sockets() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        sockets.add(target.substring(8, target.length() - 1));
                    }
                } catch (NoSuchFileException e) {
                    continue; // closed just now
                }
            }
        }
        return sockets;
    }
}
