package io.snapledger.repository.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTokenTest {

    @TempDir
    Path directory;

    @Test
    void whoShowsItIsLetInAndNobodyElse() {
        ServiceToken token = ServiceToken.of(Optional.of("secret"), Optional.empty());

        assertThat(token.matches("Bearer secret")).isTrue();
        assertThat(token.matches("Bearer secret2")).isFalse();
        assertThat(token.matches("secret")).isFalse();
        assertThat(token.matches(null)).isFalse();
    }

    @Test
    void withoutOneNobodyIsLetIn() {
        ServiceToken token = ServiceToken.of(Optional.of(" "), Optional.empty());

        assertThat(token.matches("Bearer ")).isFalse();
        assertThatThrownBy(token::get).hasMessageContaining("HINT").hasMessageContaining("token-file");
    }

    @Test
    void theFileWinsAndAChangedOneIsTakenUp() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "first\n");
        Map<String, String> configuration =
                Map.of("snapledger.internal.token", "other", "snapledger.internal.token-file", file.toString());
        ServiceToken token = ServiceToken.configured(name -> Optional.ofNullable(configuration.get(name)));
        assertThat(token.get()).isEqualTo("first");

        Files.writeString(file, "second\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(token.get()).isEqualTo("second");

        Files.delete(file);
        assertThat(token.matches("Bearer second")).isTrue();
    }

    @Test
    void anEmptyFileIsNoToken() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "\n");

        assertThatThrownBy(() ->
                        ServiceToken.of(Optional.of("other"), Optional.of(file)).get())
                .hasMessageContaining("is empty");
    }
}
