package io.snapledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.settings.Installation;
import io.snapledger.settings.SettingsSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {

    @TempDir
    Path directory;

    @Test
    void whoShowsItIsLetInAndNobodyElse() {
        Token token = services(Map.of("snapledger.internal.token", "secret"));

        assertThat(token.matches("secret")).isTrue();
        assertThat(token.matches("secret2")).isFalse();
        assertThat(token.matches("")).isFalse();
    }

    @Test
    void withoutOneNobodyIsLetIn() {
        Token token = services(Map.of("snapledger.internal.token", " "));

        assertThat(token.matches("")).isFalse();
        assertThatThrownBy(token::get).hasMessageContaining("HINT").hasMessageContaining("token-file");
    }

    @Test
    void theFileWinsAndAChangedOneIsTakenUp() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "first\n");
        Token token = services(
                Map.of("snapledger.internal.token", "other", "snapledger.internal.token-file", file.toString()));
        assertThat(token.get()).isEqualTo("first");

        Files.writeString(file, "second\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(token.get()).isEqualTo("second");

        Files.delete(file);
        assertThat(token.matches("second")).isTrue();
    }

    @Test
    void anEmptyFileIsNoToken() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "\n");

        assertThatThrownBy(
                        services(Map.of(
                                "snapledger.internal.token",
                                "other",
                                "snapledger.internal.token-file",
                                file.toString()))::get)
                .hasMessageContaining("is empty");
    }

    /** A pipe where the token is expected would hold the service up for ever, a huge file would end it. */
    @Test
    void onlyASmallRegularFileIsRead() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path huge = Files.write(directory.resolve("huge"), new byte[1 << 20]);

        for (Path file : new Path[] {pipe, huge, directory}) {
            assertThatThrownBy(services(Map.of("snapledger.internal.token-file", file.toString()))::get)
                    .hasMessageContaining("cannot read")
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aVariableThatIsNotSetIsToldWhenItIsNeeded() {
        assertThatThrownBy(services(Map.of("snapledger.internal.token-env", "SNAPLEDGER_NO_SUCH_VARIABLE"))::get)
                .hasMessageContaining("snapledger.internal.token")
                .hasMessageContaining("'SNAPLEDGER_NO_SUCH_VARIABLE'")
                .hasMessageContaining("HINT");
    }

    @Test
    void theTokenOfCallersIsAnother() {
        Map<String, String> configuration =
                Map.of("snapledger.internal.token", "of services", "snapledger.access.token", "of callers");

        assertThat(Token.ofCallers(installation(configuration)).matches("of callers"))
                .isTrue();
        assertThat(services(configuration).matches("of callers")).isFalse();
    }

    private static Token services(Map<String, String> configuration) {
        return Token.ofServices(installation(configuration));
    }

    private static Installation installation(Map<String, String> configuration) {
        return Installation.read(SettingsSource.properties(configuration));
    }
}
