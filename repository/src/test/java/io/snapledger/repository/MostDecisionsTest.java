package io.snapledger.repository;

import org.junit.jupiter.api.Tag;

/** The same requests suffice for 200,000 decisions. */
@Tag("load")
class MostDecisionsTest extends ManyDecisionsTest {

    @Override
    int backups() {
        return 10_000;
    }
}
