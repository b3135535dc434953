package io.snapledger.catalog;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The MongoDB driver against a stand-in for the server, in this process: it speaks the protocol, and is no MongoDB. */
class MongoCatalogStoreTest extends MongoCatalogStoreContract {

    private static MongoServer server;
    private static String address;

    @BeforeAll
    static void start() {
        server = new MongoServer(new MemoryBackend());
        address = server.bindAndGetConnectionString();
    }

    @AfterAll
    static void stop() {
        server.shutdown();
    }

    @Override
    String server() {
        return address;
    }
}
