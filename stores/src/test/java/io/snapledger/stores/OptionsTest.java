package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.PrivateDirectory;
import io.snapledger.stores.command.RunningCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

    @Test
    void everythingWrongIsToldAtOnce() {
        Options options = new Options("store 'x' (test)", Map.of("port", "99999", "mode", "fast", "hots", "db"));
        options.text("host");
        options.required("path");
        options.number("port", 1, 1, 65535);
        options.choice("mode", "slow", "slow", "steady");
        assertThatThrownBy(options::finish)
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(
                        "store 'x' (test)",
                        "'path' is missing",
                        "'port' is '99999' but must be a number from 1 to 65535",
                        "'mode' is 'fast' but must be one of slow, steady",
                        "unknown option 'hots' (did you mean 'host'?)");
    }

    @Test
    void aSecretIsReadWhenItIsUsedAndNeverShown(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "first\n");
        Options options = new Options("x", Map.of("password-file", file.toString()));
        Secret secret = options.secret("password").orElseThrow();
        options.finish();
        Files.writeString(file, "rotated\n");
        assertThat(secret.reveal()).isEqualTo("rotated");
        assertThat(Secret.literal("hidden").toString()).doesNotContain("hidden");
        assertThat(new StoreDefinition("x", "test", Map.of("password", "hidden")).toString())
                .doesNotContain("hidden");
    }

    @Test
    void aSecretGivenTwiceIsRefused() {
        Options options = new Options("x", Map.of("password", "a", "password-env", "B"));
        options.secret("password");
        assertThatThrownBy(options::finish).hasMessageContaining("give only one of");
    }

    @Test
    void theReachOfAStoreIsNotAnOptionOfItsKind() throws Exception {
        new Options("x", Map.of("kubernetes.namespace", "keptn")).finish();
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
