package io.snapledger.repository.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.BackendContext;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryKinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {

    private static final Map<String, String> LEAST = Map.of(
            "kind", "s3", "bucket", "backups", "region", "eu-central-1", "access-key", "id", "secret-key", "hidden");

    @TempDir
    Path directory;

    private static RepositoryBackend open(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(own);
        all.values().removeIf(String::isEmpty);
        return RepositoryKinds.onClassPath().open("main", all, BackendContext.writing(Clock.systemUTC()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "bucket, \"\", 'bucket' is missing",
                "bucket, Up, must be 3 to 63",
                "bukcet, x, unknown setting 'bukcet' (did you mean 'bucket'?)",
                "prefix, a//b, 'prefix' is 'a//b'",
                "prefix, ../a, 'prefix' is '../a'",
                "endpoint, ftp://host, 'endpoint' must be http",
                "endpoint, https://host/path, 'endpoint' must be http",
                "endpoint, https://me:hidden@host, 'endpoint' must be http",
                "path-style, maybe, 'path-style' is 'maybe' but must be true or false",
                "secret-key, \"\", give both",
                "secret-key-file, /x, give only one of",
                "sse, rot13, 'sse' is 'rot13'",
                "storage-class, a b, 'storage-class' is 'a b'",
                "ca-file, /no/such/file, 'ca-file' /no/such/file cannot be read",
            })
    void whatIsWrongIsToldByNameAndWithoutSecrets(String setting, String value, String told) {
        assertThatThrownBy(() -> open(Map.of(setting, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aSecretThatCannotBeReadIsToldAtTheStart() {
        Path none = directory.resolve("none");

        assertThatThrownBy(() -> open(Map.of("secret-key", "", "secret-key-file", none.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret file '" + none + "' cannot be read");
    }

    @Test
    void nothingThatIsPrintedShowsTheSecret() {
        try (RepositoryBackend backend = open(Map.of("endpoint", "http://127.0.0.1:1", "prefix", "of/us"))) {
            assertThat(backend.description()).isEqualTo("s3://backups/of/us/ at http://127.0.0.1:1");
        }
    }

    @Test
    void anAddressSaysWhatAConfigurationWould() {
        RepositoryKinds.Address address = RepositoryKinds.onClassPath()
                .address("s3://backups/of/us?endpoint=http%3A%2F%2F127.0.0.1:9000&secret-key-file=/run/key");

        assertThat(address.kind()).isEqualTo("s3");
        assertThat(address.directory()).isEmpty();
        assertThat(address.settings())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bucket", "backups",
                        "prefix", "of/us",
                        "endpoint", "http://127.0.0.1:9000",
                        "secret-key-file", "/run/key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://b?secret-key=hidden", "s3://b?access-key=hidden", "s3://b?hidden"})
    void aSecretInAnAddressIsRefusedAndNotRepeated(String address) {
        assertThatThrownBy(() -> RepositoryKinds.onClassPath().address(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void everySettingIsDocumented() throws Exception {
        Matcher known = Pattern.compile("HINT: settings of this kind are (.*)").matcher(refusal());
        assertThat(known.find()).isTrue();
        String page = Files.readString(Path.of("../docs/operating.md"));
        for (String name : known.group(1).split(", ")) {
            assertThat(page).as(name).contains("`" + name + "`");
        }
    }

    private static String refusal() {
        try (RepositoryBackend opened = open(Map.of("nonsense", "x"))) {
            throw new AssertionError(opened.description() + " was opened");
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
