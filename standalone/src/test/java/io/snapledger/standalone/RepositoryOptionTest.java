package io.snapledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryOptionTest {

    @Test
    void aDirectoryIsMadeAbsoluteAndThePlanOfEveryDayGoesThere() {
        assertThat(RepositoryOption.parse("offsite=../disk").properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "snapledger.repositories.offsite.kind",
                        "directory",
                        "snapledger.repositories.offsite.path",
                        Path.of("../disk").toAbsolutePath().normalize().toString(),
                        "snapledger.plans.default.repository",
                        "offsite"));
    }

    @ParameterizedTest
    @CsvSource({
        "offsite, not NAME=REPOSITORY",
        "=/mnt, not NAME=REPOSITORY",
        "offsite=, not NAME=REPOSITORY",
        "Off Site=/mnt, repository name",
        "offsite=tape://one, of no kind that is known",
    })
    void whatCannotBeMeantIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> RepositoryOption.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
