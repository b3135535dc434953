package io.snapledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyInitCommandTest {

    @TempDir
    Path directory;

    @Test
    void itSaysWhatItWroteAndWhatItOnlyFound() throws Exception {
        Path recovery = directory.resolve("recovery-key");

        assertThat(init("keys", recovery)).contains("Made keys").contains("Wrote their recovery key to " + recovery);
        assertThat(init("keys", recovery)).contains("are kept").contains("was in " + recovery);
        assertThat(init("more-keys", recovery)).contains("Made keys").contains("was in " + recovery);
    }

    @Test
    void toldAnotherPathForTheRecoveryKeyItWritesNothingAndSaysSo() throws Exception {
        init("keys", directory.resolve("recovery-key"));
        Path other = directory.resolve("other");

        assertThat(init("keys", other)).contains("Nothing was written to " + other);
        assertThat(other).doesNotExist();
    }

    @Test
    void anotherKeyIsNotTakenForTheRecoveryKey() throws Exception {
        init("keys", directory.resolve("recovery-key"));
        Path other = directory.resolve("other");
        init("other-keys", other);

        assertThatThrownBy(() -> init("keys", other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds another key");
        assertThat(Files.exists(other)).isTrue();
    }

    private String init(String keys, Path recovery) throws Exception {
        KeyInitCommand command = new KeyInitCommand();
        command.keys = directory.resolve(keys);
        command.recoveryKey = recovery;
        return command.init();
    }
}
