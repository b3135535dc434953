package io.snapledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartFailureTest {

    @Test
    void eachReasonIsToldOnceAndNoClassIsNamed() {
        Throwable failure = new RuntimeException(
                "Failed to start application",
                new IllegalStateException(new java.io.IOException("the disk is full; HINT: free some")));

        assertThat(StartFailure.words(failure))
                .isEqualTo("Failed to start application: the disk is full; HINT: free some");
        assertThat(StartFailure.words(new RuntimeException("java.lang.IllegalArgumentException: no repository")))
                .isEqualTo("no repository");
        assertThat(StartFailure.words(new NullPointerException())).contains("HINT");
    }
}
