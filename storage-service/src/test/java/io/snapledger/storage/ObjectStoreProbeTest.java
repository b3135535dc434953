package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snapledger.repository.RepositoryKinds;
import io.snapledger.testkit.s3.S3Server;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers are taken into use only if they keep their promises. */
class ObjectStoreProbeTest {

    @TempDir
    Path directory;

    private static Repositories open(S3Server server) {
        return Repositories.open(
                RepositoryKinds.onClassPath(),
                Map.of("main", server.settings("backups")),
                (name, backend) -> backend,
                SampleAttempt.INSTALLATION,
                Clock.systemUTC());
    }

    @Test
    void aServerThatHonoursConditionsIsTaken() throws Exception {
        try (S3Server server = S3Server.s3proxy(directory);
                Repositories repositories = open(server)) {
            OpenRepository opened = repositories.require("main");

            assertThat(opened.trouble()).isEmpty();
            assertThat(opened.objects().info().owners()).containsExactly(SampleAttempt.INSTALLATION);
        }
    }

    @Test
    void aServerThatIgnoresConditionsIsRefused() throws Exception {
        Optional<S3Server> found = S3Server.rclone(directory);
        assumeTrue(found.isPresent());
        try (S3Server server = found.get()) {
            assertThatThrownBy(() -> open(server))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("create-only overwrites")
                    .hasMessageContaining("snapledger.repositories.main");
        }
    }
}
