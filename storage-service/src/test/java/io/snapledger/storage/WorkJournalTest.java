package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkJournalTest {

    @TempDir
    Path directory;

    private final SampleAttempt attempt = SampleAttempt.of("orders", 1, 7, "main");

    @Test
    void whatIsRememberedIsFoundByTheNextProcessAsItWas() {
        open().remember(attempt.completed());
        open().remember(attempt.completed());
        open().remember(attempt.givenUp());

        assertThat(open().load())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("extensions")
                .containsExactlyInAnyOrder(attempt.completed(), attempt.givenUp());
    }

    @Test
    void whatIsForgottenIsGone() {
        WorkJournal journal = open();
        journal.remember(attempt.completed());

        journal.forget(attempt.completed());
        journal.forget(attempt.completed());

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatAKillLeftHalfWrittenIsRemoved() throws IOException {
        Files.writeString(directory.resolve("new-1.tmp"), "{");

        assertThat(open().load()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeReadIsSetAsideAndTheRestIsFound() throws IOException {
        Files.writeString(directory.resolve("00.event"), "nonsense");
        open().remember(attempt.completed());

        assertThat(open().load()).hasSize(1);
        assertThat(directory.resolve("00.event.unreadable")).exists();
    }

    private WorkJournal open() {
        return new WorkJournal(directory, new EventCodec());
    }
}
