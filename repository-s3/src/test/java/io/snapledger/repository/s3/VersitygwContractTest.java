package io.snapledger.repository.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snapledger.testkit.s3.S3Server;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same on another server, where there is one. */
class VersitygwContractTest extends S3BackendContract {

    @TempDir
    static Path directory;

    private static Optional<S3Server> server = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.versitygw(directory);
        assumeTrue(server.isPresent());
    }

    @AfterAll
    static void stop() {
        server.ifPresent(S3Server::close);
    }

    @Override
    S3Server server() {
        return server.orElseThrow();
    }
}
