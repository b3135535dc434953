package io.snapledger.restore;

import org.junit.jupiter.api.Tag;

/** The same requests suffice for 200,000 decisions. */
@Tag("load")
class MostDecisionsReadingTest extends DecisionReadingTest {

    @Override
    int backups() {
        return 10_000;
    }
}
