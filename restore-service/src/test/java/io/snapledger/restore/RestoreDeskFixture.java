package io.snapledger.restore;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A backup of two stores, and desks that restore it. */
abstract class RestoreDeskFixture {

    @TempDir
    Path scratch;

    final Stage stage = new Stage();
    Desks desks;

    @BeforeEach
    void aBackupOfTwoStores() {
        stage.store("shop", Stage.DUE, Stage.data("shop"), "shop", "users");
        stage.store("users", Stage.DUE, Stage.data("users"), "shop", "users");
        desks = new Desks(stage, scratch);
    }

    @AfterEach
    void close() throws Exception {
        desks.close();
    }
}
