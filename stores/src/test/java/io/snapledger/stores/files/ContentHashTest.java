package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The expected values are what xxh128sum 0.8.1 prints. */
class ContentHashTest {

    @Test
    void itIsTheHashThatTheReferenceToolPrints() {
        assertThat(ContentHash.of(new byte[0])).isEqualTo("99aa06d3014798d86001c324468d497f");
        assertThat(ContentHash.of("abc".getBytes(UTF_8))).isEqualTo("06b05ab6733a618578af5f94892f3950");
        assertThat(ContentHash.of(pattern())).isEqualTo("8b818a6a083ec09e6b706ac4ca5a99b1");
    }

    @Test
    void itDoesNotDependOnThePiecesTheContentComesIn() {
        byte[] content = pattern();
        ContentHash hash = new ContentHash();
        for (int from = 0, step = 1; from < content.length; from += step, step = step * 3 % 50_021) {
            byte[] piece = Arrays.copyOfRange(content, from, Math.min(content.length, from + step));
            hash.update(piece, piece.length);
        }
        assertThat(hash.hex()).isEqualTo(ContentHash.of(content));
    }

    private static byte[] pattern() {
        byte[] bytes = new byte[300_001];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((long) i * i >> 3);
        }
        return bytes;
    }
}
