package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void aLocaleWithoutUtf8IsTold() {
        assertThat(FileNames.trouble("ANSI_X3.4-1968"))
                .get()
                .asString()
                .contains("ANSI_X3.4-1968")
                .contains("LC_ALL=C.UTF-8");
        assertThat(FileNames.trouble("UTF-8")).isEmpty();
    }

    @Test
    void ofThisProcessNothingIsToldSinceTestsRunWithUtf8() {
        assertThat(FileNames.trouble()).isEmpty();
    }
}
