package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot work is told before anything has started, in words. */
class RefusedStartIT {

    @TempDir
    Path work;

    private Program program;

    @BeforeEach
    void here() throws Exception {
        program = new Program(work.resolve("user"), Map.of());
    }

    @Test
    void aPortThatIsNoneIsRefused() throws Exception {
        refused("--port 99999", "--port 99999 is no port");
        refused("--kafka-port 70000", "--kafka-port 70000 is no port");
        assertThat(work.resolve("user/snapledger-data")).doesNotExist();
    }

    @Test
    void aTakenPortIsToldWithItsNumber() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            refused("--kafka-port 0 --port " + port, "port " + port + " cannot be had", "another --port");
            refused("--kafka-port " + port, "port " + port + " cannot be had", "another --kafka-port");
        }
    }

    private void refused(String options, String... words) throws Exception {
        Program.Ended ended = program.run("snapledger up " + options);

        assertThat(ended.exit()).isNotZero();
        assertThat(ended.err())
                .startsWith("snapledger: ")
                .contains(words)
                .contains("HINT")
                .doesNotContainPattern("[a-z]+\\.[a-zA-Z.]+(Exception|Error)")
                .doesNotContain("\tat ");
        assertThat(ended.out()).doesNotContain("is ready");
    }
}
