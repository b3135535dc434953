package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.settings.Secret;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.PrivateDirectory;
import io.snapledger.stores.command.RunningCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

    private static final KindOption<String> HOST =
            KindOption.host("host", "the server").byDefault("localhost");
    private static final KindOption<Path> PATH =
            KindOption.path("path", "the directory").mustBeGiven();
    private static final KindOption<Integer> PORT =
            KindOption.number("port", 1, 65535, "its port").byDefault("1");
    private static final KindOption<String> MODE =
            KindOption.choice("mode", List.of("slow", "steady"), "how").byDefault("slow");
    private static final KindOption<Secret> PASSWORD = KindOption.secret("password", "the proof");

    private static Options options(Map<String, String> given, KindOption<?>... described) {
        return Options.of(new StoreDefinition("x", "test", given), kind(described));
    }

    private static KindDescription kind(KindOption<?>... described) {
        return new KindDescription(
                "test", "a test", new LocationForm.Directory(PATH, "/srv"), List.of(described), List.of());
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        Options options =
                options(Map.of("port", "99999", "mode", "fast", "hots", "db", "host", "a b"), HOST, PATH, PORT, MODE);
        options.get(HOST);
        options.get(PATH);
        options.get(PORT);
        options.get(MODE);
        assertThatThrownBy(options::finish)
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(
                        "store 'x' (test)",
                        "'path' is missing",
                        "'host' is 'a b' but must be a host name or an address",
                        "'port' is '99999' but must be a number from 1 to 65535",
                        "'mode' is 'fast' but must be one of slow, steady",
                        "unknown option 'hots' (did you mean 'host'?)");
    }

    @Test
    void aPathThatIsNotAbsoluteOrHoldsNoPathIsRefused() {
        for (String wrong : List.of("srv/project", "/srv/\0")) {
            Options options = options(Map.of("path", wrong), PATH);
            options.get(PATH);
            assertThatThrownBy(options::finish).hasMessageContaining("but must be an absolute path");
        }
    }

    @Test
    void whatIsReadIsDescribedAndWhatIsDescribedIsRead() {
        assertThatThrownBy(() -> options(Map.of(), HOST).get(PORT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("option 'port' is read but not described");
        assertThatThrownBy(() -> options(Map.of(), HOST).finish())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("option 'host' is described but not read by store 'x' (test)");
        assertThatThrownBy(() -> kind(HOST, HOST)).hasMessageContaining("describes option 'host' twice");
    }

    @Test
    void aSecretIsReadWhenItIsUsedAndNeverShown(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "first\n");
        Options options = options(Map.of("password-file", file.toString()), PASSWORD);
        Secret secret = options.secret(PASSWORD).orElseThrow();
        options.finish();
        Files.writeString(file, "rotated\n");
        assertThat(secret.reveal()).isEqualTo("rotated");
        assertThat(Secret.literal("hidden").toString()).doesNotContain("hidden");
        assertThat(new StoreDefinition("x", "test", Map.of("password", "hidden")).toString())
                .doesNotContain("hidden");
    }

    @Test
    void aSecretGivenTwiceIsRefused() {
        Options options = options(Map.of("password", "a", "password-env", "B"), PASSWORD);
        options.secret(PASSWORD);
        assertThatThrownBy(options::finish).hasMessageContaining("give only one of");
    }

    @Test
    void theReachOfAStoreIsNotAnOptionOfItsKind() throws Exception {
        options(Map.of("kubernetes.namespace", "keptn")).finish();
    }

    @Test
    void anUnknownKindIsRefusedWithTheNearest() {
        StoreEngines engines = StoreEngines.load(context());
        assertThat(engines.kinds()).contains("files", "postgresql");
        assertThatThrownBy(() -> engines.of("postgres"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.hint()).isEqualTo("did you mean 'postgresql'?"));
    }

    private static EngineContext context() {
        return new EngineContext(
                new CommandRunner() {
                    @Override
                    public RunningCommand start(Command command) {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public PrivateDirectory privateDirectory() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public boolean isLocal() {
                        return true;
                    }
                },
                Clock.systemUTC());
    }
}
