package io.snapledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The adversary reads the address afterwards: in a history, a log, a referrer. */
class BrowserLoginsTest {

    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final BrowserLogins logins = new BrowserLogins(() -> now);

    @Test
    void aCodeIsGoodOnce() {
        String code = logins.code();

        String session = logins.exchange(code).orElseThrow();

        assertThat(logins.isOpen(session)).isTrue();
        assertThat(logins.exchange(code)).isEmpty();
    }

    @Test
    void aCodeThatNobodyUsedDiesAfterTenMinutes() {
        String code = logins.code();
        now = now.plus(Duration.ofMinutes(10)).plusMillis(1);

        assertThat(logins.exchange(code)).isEmpty();
    }

    @Test
    void aSessionEnds() {
        String session = logins.exchange(logins.code()).orElseThrow();
        now = now.plus(BrowserLogins.SESSION_LIVES);

        assertThat(logins.isOpen(session)).isFalse();
    }

    @Test
    void neitherIsTheOtherAndNothingIsGuessed() {
        String code = logins.code();
        String session = logins.exchange(logins.code()).orElseThrow();

        assertThat(logins.isOpen(code)).isFalse();
        assertThat(logins.exchange(session)).isEmpty();
        assertThat(logins.exchange("")).isEmpty();
        assertThat(logins.isOpen("")).isFalse();
    }

    @Test
    void codesDifferAndCannotFillTheMemory() {
        Set<String> codes = new HashSet<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        assertThat(codes.add(logins.code())).isTrue();
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("HINT");
        assertThat(codes).hasSize(1_000);

        now = now.plus(BrowserLogins.CODE_LIVES).plusSeconds(1);
        assertThat(logins.code()).isNotEmpty();
    }
}
