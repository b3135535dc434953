package io.snapledger.dump.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.dump.inbound.ByteRange.NotSatisfiable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=10-19, 10, 10",
        "bytes=90-, 90, 10",
        "bytes=-5, 95, 5",
        "bytes=95-200, 95, 5",
        "bytes=-500, 0, 100"
    })
    void aRangeIsCutToTheFile(String header, long offset, long length) throws Exception {
        assertThat(ByteRange.of(header, 100)).hasValue(new ByteRange(offset, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=9-8"})
    void aRangeOutsideOfTheFileIsRefused(String header) {
        assertThatThrownBy(() -> ByteRange.of(header, 100)).isInstanceOf(NotSatisfiable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=99999999999999999999-"})
    void whatIsNoRangeOfOursMeansTheWholeFile(String header) throws Exception {
        assertThat(ByteRange.of(header, 100)).isEmpty();
    }

    @Test
    void withoutAHeaderTheWholeFileIsMeant() throws Exception {
        assertThat(ByteRange.of(null, 100)).isEmpty();
    }
}
