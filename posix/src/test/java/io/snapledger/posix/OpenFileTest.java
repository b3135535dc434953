package io.snapledger.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {

    private static final ByteName FILE = ByteName.of("file");

    @TempDir
    Path scratch;

    @Test
    void anOpenFileAndAnOpenDirectoryGetTheirTimesToTheNanosecond() throws IOException {
        Timestamp time = new Timestamp(-468_460_800, 123_456_789);
        try (Directory directory = Directory.open(scratch);
                RegularFile file = directory.create(FILE, 0600)) {
            file.setTimes(time);
            directory.setTimes(time);
            assertThat(file.status().modified()).isEqualTo(time);
            assertThat(directory.status().modified()).isEqualTo(time);
        }
    }

    @Test
    void aLockIsHeldAgainstWhoeverElseOpenedTheFileUntilItIsClosed() throws IOException {
        try (Directory directory = Directory.open(scratch);
                RegularFile file = directory.create(FILE, 0600);
                RegularFile again = directory.file(FILE)) {
            assertThat(file.tryLock()).isTrue();
            assertThat(again.tryLock()).isFalse();
            file.close();
            assertThat(again.tryLock()).isTrue();
        }
    }
}
