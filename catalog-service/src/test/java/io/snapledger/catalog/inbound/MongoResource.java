package io.snapledger.catalog.inbound;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A stand-in for MongoDB that the catalog lies in. */
public final class MongoResource implements QuarkusTestResourceLifecycleManager {

    private MongoServer server;

    @Override
    public Map<String, String> start() {
        server = new MongoServer(new MemoryBackend());
        return Map.of("snapledger.catalog.store", server.bindAndGetConnectionString() + "/of-a-test");
    }

    @Override
    public void stop() {
        server.shutdown();
    }
}
