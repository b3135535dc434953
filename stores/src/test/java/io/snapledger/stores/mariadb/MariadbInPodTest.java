package io.snapledger.stores.mariadb;

import io.snapledger.stores.PodLikeProvider;
import io.snapledger.stores.StoreDefinition;

/** The same law where servers run in what behaves like a pod: see {@link PodLikeProvider}. */
class MariadbInPodTest extends MariadbEngineTest {

    @Override
    StoreDefinition definition(String name, MariadbServer server) {
        return PodLikeProvider.inPod(super.definition(name, server), server.port());
    }

    @Override
    String portOption() {
        return PodLikeProvider.PORT;
    }
}
