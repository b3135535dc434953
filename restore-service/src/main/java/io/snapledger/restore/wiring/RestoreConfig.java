package io.snapledger.restore.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator can set for restore-service. */
@ConfigMapping(prefix = "snapledger.restore")
public interface RestoreConfig {

    /** Id of this replica, {@code [a-z0-9-]}. */
    @WithDefault("restore-1")
    String worker();

    /** How many restores run at once. */
    @WithDefault("2")
    int slots();

    /** How long a restore may take; its pins end then. */
    @WithDefault("PT12H")
    Duration limit();

    /** What requests are signed with, at least 32 characters: the same for all replicas. Without it each makes its own. */
    Optional<Path> gatewaySecretFile();

    /** Whether this process offers {@code POST /events} for restores; false where one endpoint serves several services. Fixed by the build. */
    @WithDefault("true")
    boolean eventsEndpoint();

    /** Replication of the topics that the service creates where they are missing. */
    @WithDefault("1")
    short topicReplication();
}
