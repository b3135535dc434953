package io.snapledger.standalone;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortOptionTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536, 99_999})
    void whatIsNoPortIsRefusedWithItsNumber(int port) {
        assertThatThrownBy(() -> new PortOption("--port", port).requireValid(1))
                .hasMessageContaining("--port " + port)
                .hasMessageContaining("HINT");
    }

    @Test
    void aTakenPortIsToldWithItsOptionAndNumber() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new PortOption("--kafka-port", taken.getLocalPort())
                            .requireValid(0)
                            .requireFree())
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("another --kafka-port");
        }
    }
}
