package io.snapledger.events.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortTest {

    @Test
    void aServerCanListenOnEachAndNoneIsOneOfOutgoingConnections() throws IOException {
        List<ServerSocket> servers = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                int port = FreePort.choose();
                assertThat(port).isBetween(20_000, 32_767);
                servers.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
            assertThat(servers).extracting(ServerSocket::getLocalPort).doesNotHaveDuplicates();
        } finally {
            for (ServerSocket server : servers) {
                server.close();
            }
        }
    }

    @Test
    void noneIsGivenTwiceAlsoBeforeItsServerListens() {
        assertThat(IntStream.range(0, 500).map(i -> FreePort.choose()).boxed()).doesNotHaveDuplicates();
    }
}
