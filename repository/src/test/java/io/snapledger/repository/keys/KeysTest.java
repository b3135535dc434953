package io.snapledger.repository.keys;

import static io.snapledger.repository.Samples.STORE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.WrappedKey;
import io.snapledger.repository.memory.MemoryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path directory;

    @Test
    void aFirstStartMakesAServiceKeyAndARecoveryKeyElsewhere() throws IOException {
        Path keys = directory.resolve("data/keys");
        Path recoveryFile = directory.resolve("elsewhere/recovery.txt");

        KeyDirectory made = KeyDirectory.initialise(keys, recoveryFile, RANDOM);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("service.key"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(recoveryFile)))
                .isEqualTo("rw-------");
        RecipientKey recovery = KeyDirectory.readKey(recoveryFile);
        assertThat(made.recovery()).isEqualTo(recovery.recipient());
        assertThat(made.recipients()).hasSize(2).contains(recovery.recipient());
        assertThat(Files.readString(recoveryFile)).contains("snapledger restore --from");
        try (var files = Files.list(keys)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file)).doesNotContain(recovery.text());
            }
        }
        assertThat(KeyDirectory.initialise(keys, recoveryFile, RANDOM).ring().ids())
                .isEqualTo(made.ring().ids());
    }

    @Test
    void aRecoveryKeyInsideTheKeyDirectoryIsRefused() {
        assertThatThrownBy(() -> KeyDirectory.initialise(directory.resolve("k"), directory.resolve("k/r"), RANDOM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HINT");
    }

    @Test
    void aServiceKeyThatOthersCanReadIsRefused() throws IOException {
        KeyDirectory.initialise(directory.resolve("k"), directory.resolve("r"), RANDOM);
        Files.setPosixFilePermissions(directory.resolve("k/service.key"), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> KeyDirectory.open(directory.resolve("k"))).hasMessageContaining("chmod 600");
    }

    @Test
    void aKeyFileWithAChangedCharacterIsRefused() {
        String text = RecipientKey.generate(RANDOM).text();
        String changed = text.substring(0, 30) + (text.charAt(30) == '0' ? '1' : '0') + text.substring(31);

        assertThatThrownBy(() -> RecipientKey.parse("recovery.txt", changed))
                .hasMessageContaining("recovery.txt")
                .hasMessageContaining("check digits");
    }

    @Test
    void everyRecipientOpensTheDataKeyAndNobodyElse() {
        RecipientKey service = RecipientKey.generate(RANDOM);
        RecipientKey recovery = RecipientKey.generate(RANDOM);
        RecipientKey stranger = RecipientKey.generate(RANDOM);
        StoreKey key = StoreKey.random(RANDOM);
        List<WrappedKey> wraps =
                List.of(KeyWrap.wrap(STORE, key, service.recipient()), KeyWrap.wrap(STORE, key, recovery.recipient()));

        for (RecipientKey each : List.of(service, recovery)) {
            StoreKey opened = new KeyRing(List.of(each)).unwrap(STORE, key.epoch(), wraps);
            assertThat(opened.dataKey()).isEqualTo(key.dataKey());
        }
        assertThatThrownBy(() -> new KeyRing(List.of(stranger)).unwrap(STORE, key.epoch(), wraps))
                .isInstanceOf(WrongKeyException.class)
                .hasMessageContaining(service.recipient().id())
                .hasMessageContaining(recovery.recipient().id())
                .hasMessageContaining("offered [" + stranger.recipient().id());
    }

    @Test
    void aWrapMovedToAnotherStoreDoesNotOpen() {
        RecipientKey service = RecipientKey.generate(RANDOM);
        StoreKey key = StoreKey.random(RANDOM);
        WrappedKey wrap = KeyWrap.wrap(STORE, key, service.recipient());
        StoreName other = new StoreName("config");
        byte[] renamed = new String(wrap.content(), UTF_8)
                .replace("\"shop\"", "\"config\"")
                .getBytes(UTF_8);

        assertThatThrownBy(() ->
                        KeyWrap.unwrap(new WrappedKey(other, wrap.epoch(), wrap.recipient(), wrap.content()), service))
                .isInstanceOf(DamagedSnapshotException.class);
        assertThatThrownBy(
                        () -> KeyWrap.unwrap(new WrappedKey(other, wrap.epoch(), wrap.recipient(), renamed), service))
                .isInstanceOf(DamagedSnapshotException.class);
    }

    @Test
    void theNextSnapshotGoesOnWithTheEpochAndEveryRepositoryGetsTheWraps() {
        RecipientKey service = RecipientKey.generate(RANDOM);
        RecipientKey recovery = RecipientKey.generate(RANDOM);
        StoreKeys keys = new StoreKeys(
                new KeyRing(List.of(service)), List.of(service.recipient(), recovery.recipient()), RANDOM);
        BackendRepository main = new BackendRepository("main", new MemoryBackend());
        BackendRepository copy = new BackendRepository("copy", new MemoryBackend());

        StoreKey first = keys.forWriting(List.of(main), STORE, null);
        StoreKey second = keys.forWriting(List.of(main, copy), STORE, first.epoch());

        assertThat(second.epoch()).isEqualTo(first.epoch());
        assertThat(main.wrappedKeys(STORE)).hasSize(2);
        assertThat(copy.wrappedKeys(STORE)).hasSize(2);
        assertThat(new KeyRing(List.of(recovery))
                        .unwrap(STORE, first.epoch(), copy.wrappedKeys(STORE))
                        .dataKey())
                .isEqualTo(first.dataKey());
    }

    @Test
    void onlyTheRecoveryKeyAnswersAChallenge() throws IOException {
        KeyDirectory keys = KeyDirectory.initialise(directory.resolve("k"), directory.resolve("r"), RANDOM);
        RecoveryProof proof = RecoveryProof.challenge(keys.recovery(), RANDOM);
        RecipientKey recovery = KeyDirectory.readKey(directory.resolve("r"));

        assertThat(proof.accepts(RecoveryProof.answer(proof.challenge(), recovery)))
                .isTrue();
        assertThat(proof.accepts("0".repeat(64))).isFalse();
        assertThatThrownBy(() -> RecoveryProof.answer(proof.challenge(), RecipientKey.generate(RANDOM)))
                .hasMessageContaining("wanted " + keys.recovery().id());

        assertThat(keys.recoveryProvedAt()).isEmpty();
        keys.recordRecoveryProved("2026-11-21T00:00:00Z");
        assertThat(keys.recoveryProvedAt()).contains("2026-11-21T00:00:00Z");
    }
}
