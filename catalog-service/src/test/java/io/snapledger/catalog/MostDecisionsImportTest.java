package io.snapledger.catalog;

import org.junit.jupiter.api.Tag;

/** The same requests suffice for 200,000 decisions. */
@Tag("load")
class MostDecisionsImportTest extends DecisionImportTest {

    @Override
    int backups() {
        return 10_000;
    }
}
