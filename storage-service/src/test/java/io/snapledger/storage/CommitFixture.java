package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One storage-service, or more, over two repositories and a worker that holds what is to be committed. */
abstract class CommitFixture {

    Bench bench;
    SampleAttempt attempt;

    @BeforeEach
    void prepare() {
        bench = new Bench("main", "copy");
        bench.addKeys("orders");
        attempt = SampleAttempt.of("orders", 1, 7, "main");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    void assertFailed(String reason, String message) {
        assertThat(bench.answers.of(UploadFinished.class)).isEmpty();
        assertThat(bench.answers.of(UploadFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.message()).contains(message);
            assertThat(failed.state()).isEqualTo("NONE");
        });
    }
}
