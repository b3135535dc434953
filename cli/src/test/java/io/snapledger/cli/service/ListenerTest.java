package io.snapledger.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adversary is a user of this machine who took the port of services that are down. */
class ListenerTest {

    @TempDir
    Path work;

    @Test
    void theUsersWhoListenAtAPortAreRead() throws Exception {
        Files.writeString(work.resolve("tcp"), """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
                   1: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0 100 0 0 10 0
                   2: 0100007F:1F90 0100007F:9999 01 00000000:00000000 00:00000000 00000000     7        0 3 1 0 100 0 0 10 0
                """);

        assertThat(Listener.users(work, 8080)).containsExactly(1000);
        assertThat(Listener.users(work, 8081)).containsExactly(0);
        assertThat(Listener.users(work, 8082)).isEmpty();
    }

    @Test
    void aFileOfWhoListensIsHisAndWhereNobodyListensItIsNobodys() throws Exception {
        Path file = Files.writeString(work.resolve("access-token"), "mine");
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            assertThat(Listener.belongsToOwnerOf(URI.create("http://127.0.0.1:" + port), file))
                    .isTrue();
        }
        assertThat(Listener.belongsToOwnerOf(URI.create("http://127.0.0.1:" + port), file))
                .isFalse();
    }
}
