package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.scenario.Faults;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsIT {

    @TempDir
    Path work;

    @Test
    void aToolThatSaysSuccessAndWritesNothingMakesNoSnapshot() throws Exception {
        assumeThat(PostgresServer.isAvailable()).isTrue();

        assertThat(Faults.runSmall(work)).isEmpty();
    }
}
