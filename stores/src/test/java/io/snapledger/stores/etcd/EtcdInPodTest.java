package io.snapledger.stores.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.PodLikeProvider;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import org.junit.jupiter.api.Test;

/** The law where members run in what behaves like a pod: see {@link PodLikeProvider}. */
class EtcdInPodTest extends EtcdContract {

    @Override
    StoreDefinition definition(String name, int port) {
        return PodLikeProvider.inPod(super.definition(name, port), port);
    }

    @Test
    void aConnectionThatBreaksEndsTheDump() {
        StoreException broken = catchThrowableOfType(
                StoreException.class,
                () -> engine.dump(new DumpRequest(source(), soon()), stream -> {
                    PodLikeProvider.breakConnections();
                    return new KeptStreams().sink().open(stream);
                }));
        assertThat(broken).isNotNull();
        assertThat(broken.isTransient()).as(broken.toString()).isTrue();
    }
}
