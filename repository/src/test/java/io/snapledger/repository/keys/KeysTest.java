package io.snapledger.repository.keys;

import static io.snapledger.repository.Samples.STORE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.posix.EffectiveUser;
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
import org.junit.jupiter.api.Assumptions;
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

    /** As Kubernetes mounts a Secret for a process that is not root: links, files of root's, readable by the group of the volume. */
    @Test
    void keysOfAMountedSecretAreTakenThoughTheirGroupReadsThem() throws Exception {
        Assumptions.assumeTrue(EffectiveUser.id() == 0, "only root can give files to others");
        KeyDirectory made = KeyDirectory.initialise(directory.resolve("k"), directory.resolve("r"), RANDOM);
        Path volume = Files.createDirectories(directory.resolve("volume/..2026_11_27"));
        Path mounted = directory.resolve("volume");
        Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..2026_11_27"));
        for (String name : List.of("service.key", "recovery.pub")) {
            Path file = Files.copy(directory.resolve("k").resolve(name), volume.resolve(name));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
            Files.setAttribute(file, "unix:uid", 65_534);
            Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
        }

        assertThat(KeyDirectory.open(mounted).ring().ids())
                .isEqualTo(made.ring().ids());

        Files.setPosixFilePermissions(volume.resolve("service.key"), PosixFilePermissions.fromString("r--r--r--"));
        assertThatThrownBy(() -> KeyDirectory.open(mounted)).hasMessageContaining("can be read by others");
    }

    @Test
    void whereTheKeysCannotBeWrittenBesideTheProofRestsWithItsOwner() throws IOException {
        KeyDirectory.initialise(directory.resolve("k"), directory.resolve("r"), RANDOM);
        Files.createDirectory(directory.resolve("k/recovery.proved")); // where no file can be written, by root either
        Path own = Files.createDirectory(directory.resolve("own"));
        KeyDirectory keys = KeyDirectory.open(directory.resolve("k"), own);

        assertThat(keys.recoveryProvedAt()).isEmpty();
        keys.recordRecoveryProved("2026-11-27T00:00:00Z");

        assertThat(KeyDirectory.open(directory.resolve("k"), own).recoveryProvedAt())
                .contains("2026-11-27T00:00:00Z");
        assertThatThrownBy(() -> KeyDirectory.open(directory.resolve("k")).recordRecoveryProved("now"))
                .isInstanceOf(IOException.class);
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
