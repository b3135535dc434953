package io.snapledger.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adversary writes names that are no text, that look like others, or that move the cursor of who reads them. */
class ByteNameTest {

    @Provide
    Arbitrary<byte[]> names() {
        return Arbitraries.bytes()
                .filter(each -> each != 0)
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Property
    void anyBytesComeBackFromTheirText(@ForAll("names") byte[] bytes) {
        ByteName name = ByteName.of(bytes);
        assertThat(ByteName.parse(name.text())).isEqualTo(name);
        assertThat(name.text().codePoints()).noneMatch(Character::isISOControl);
    }

    @Property
    void theOrderIsThatOfUnsignedBytes(@ForAll("names") byte[] one, @ForAll("names") byte[] other) {
        assertThat(ByteName.of(one).compareTo(ByteName.of(other))).isEqualTo(Arrays.compareUnsigned(one, other));
    }

    @Test
    void textStaysReadableAndTheRestIsEscaped() {
        assertThat(ByteName.of("Grüße 日本 😀 %2F").text()).isEqualTo("Grüße 日本 😀 %2F");
        assertThat(ByteName.of("a\nb\\c\u001b[2J\u0085\u202egpj.exe").text())
                .isEqualTo("a\\x0Ab\\x5Cc\\x1B[2J\\xC2\\x85\\xE2\\x80\\xAEgpj.exe");
        assertThat(ByteName.of(new byte[] {'f', (byte) 0xfc, 'r', (byte) 0xc3}).text())
                .isEqualTo("f\\xFCr\\xC3");
        assertThat(ByteName.of(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})
                        .text()) // half of a surrogate pair
                .isEqualTo("\\xED\\xA0\\x80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "\\x00", "a\\b", "\\x4", "\\xg0"})
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> ByteName.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "/", "a/"})
    void whatCannotStandInADirectoryIsKnown(String text) {
        assertThat(ByteName.of(text).isEntry()).isFalse();
        assertThatThrownBy(() -> BytePath.ROOT.resolve(ByteName.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/", "a//b", "./a", "a/.", "a/../b", "..", "a\0"})
    void aPathThatMayLeadElsewhereIsRefused(String text) {
        assertThatThrownBy(() -> BytePath.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"a,a/b", "a/b,a b", "a/z,a-", "a,a!", "a/b/c,a/c", "Z,a", "a,ü"})
    void pathsAreOrderedByTheirNames(String first, String second) {
        assertThat(BytePath.of(first)).isLessThan(BytePath.of(second));
        assertThat(BytePath.of(second)).isGreaterThan(BytePath.of(first));
        assertThat(BytePath.ROOT).isLessThan(BytePath.of(first));
    }

    @Test
    void aPathIsMadeOfItsNames() {
        BytePath path = BytePath.ROOT
                .resolve(ByteName.of("a"))
                .resolve(ByteName.of("b"))
                .resolve(ByteName.of("c"));
        assertThat(path).isEqualTo(BytePath.of("a/b/c"));
        assertThat(path.names()).containsExactly(ByteName.of("a"), ByteName.of("b"), ByteName.of("c"));
        assertThat(path.parent()).isEqualTo(BytePath.of("a/b"));
        assertThat(path.name()).isEqualTo(ByteName.of("c"));
        assertThat(path.startsWith(BytePath.of("a/b"))).isTrue();
        assertThat(path.startsWith(BytePath.ROOT)).isTrue();
        assertThat(BytePath.of("a/bc").startsWith(BytePath.of("a/b"))).isFalse();
        assertThat(BytePath.ROOT.names()).isEmpty();
    }
}
