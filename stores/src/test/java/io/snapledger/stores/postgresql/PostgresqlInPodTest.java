package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.PodLikeProvider;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import io.snapledger.testkit.postgres.PostgresServer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** The same law where servers run in what behaves like a pod: see {@link PodLikeProvider}. */
class PostgresqlInPodTest extends PostgresqlEngineTest {

    @Override
    StoreDefinition definition(String name, PostgresServer server) {
        return PodLikeProvider.inPod(super.definition(name, server), server.port());
    }

    @Override
    String portOption() {
        return PodLikeProvider.PORT;
    }

    @Test
    void aConnectionThatBreaksEndsTheDump() throws Exception {
        StoreException broken = catchThrowableOfType(
                StoreException.class,
                () -> engine.dump(new DumpRequest(source(), soon()), stream -> {
                    PodLikeProvider.breakConnections();
                    return new KeptStreams().sink().open(stream);
                }));
        assertThat(broken).isNotNull();
        assertThat(broken.isTransient()).as(broken.toString()).isTrue();
    }

    @Test
    void aConnectionThatBreaksEndsTheRestoreAndLeavesTheTargetAsItWas() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        String before = fingerprintOfTarget();
        StoreException broken = catchThrowableOfType(
                StoreException.class,
                () -> engine.restore(
                        new RestoreRequest("broken", target(), content, false, soon()),
                        name -> breakingInTheMiddle(kept.source().open(name)),
                        Progress.IGNORED));
        assertThat(broken).isNotNull();
        assertThat(fingerprintOfTarget()).isEqualTo(before);
        assertThat(engine.aftermath(target(), "broken").left()).isEmpty();
    }

    private static InputStream breakingInTheMiddle(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                PodLikeProvider.breakConnections();
                return super.read(bytes, from, length);
            }
        };
    }
}
