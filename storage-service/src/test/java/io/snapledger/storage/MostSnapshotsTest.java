package io.snapledger.storage;

import org.junit.jupiter.api.Tag;

/** The same requests suffice for 200,000 decisions. */
@Tag("load")
class MostSnapshotsTest extends ManySnapshotsTest {

    @Override
    int backups() {
        return 10_000;
    }
}
