package io.snapledger.catalog;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

/** Against the server that the environment variable {@code SNAPLEDGER_MONGODB} names ({@code mongodb://…}). */
class NamedMongoCatalogStoreTest extends MongoCatalogStoreContract {

    private static final String SERVER = "SNAPLEDGER_MONGODB";

    @BeforeAll
    static void isThere() {
        if (System.getenv(SERVER) == null) {
            System.out.println("skipped: the catalog in a real MongoDB; " + SERVER + " names none");
        }
        assumeTrue(System.getenv(SERVER) != null, SERVER + " names no server");
    }

    @Override
    String server() {
        return System.getenv(SERVER);
    }
}
