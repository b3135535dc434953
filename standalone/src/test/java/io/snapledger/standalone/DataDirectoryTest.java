package io.snapledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void identityAndTokensAreMadeOnceAndForTheOwnerAlone() throws Exception {
        String installation;
        String token;
        try (DataDirectory data = open()) {
            installation = data.installation();
            token = Files.readString(data.token());
            for (Path secret : List.of(data.token(), data.accessToken())) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                        .isEqualTo("rw-------");
            }
            assertThat(Files.readString(data.accessToken()))
                    .matches("[0-9a-f]{64}\n")
                    .isNotEqualTo(token);
        }
        try (DataDirectory data = open()) {
            assertThat(data.installation()).isEqualTo(installation).matches("[0-9a-f]{16}");
            assertThat(Files.readString(data.token())).isEqualTo(token).matches("[0-9a-f]{64}\n");
        }
    }

    /** The adversary is another user of the machine; an earlier version made everything as the umask had it. */
    @Test
    void whatWasReadableForOthersIsTakenBack() throws Exception {
        Path root = Files.createDirectories(parent.resolve("data/repository"));
        Path segment = Files.writeString(root.resolve("segment"), "sealed");
        for (Path path : List.of(parent.resolve("data"), root, segment)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }

        open().close();

        for (Path path : List.of(parent.resolve("data"), root, segment)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        try (DataDirectory first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(first.root().toString())
                    .hasMessageContaining("another process");
        }
        open().close();
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws Exception {
        Path left;
        try (DataDirectory data = open()) {
            left = Files.writeString(
                    Files.createDirectories(data.temporary().resolve("d")).resolve("native.so"), "");
        }
        try (DataDirectory data = open()) {
            assertThat(left).doesNotExist();
            assertThat(data.temporary()).isEmptyDirectory();
        }
    }

    @Test
    void storesAreRememberedAndReplacedByName() throws Exception {
        try (DataDirectory data = open()) {
            data.stores()
                    .remember(List.of(
                            StoreOption.parse("a=files:/srv/a"),
                            StoreOption.parse("b=postgresql://u@db.example:5433")));
            data.stores().remember(List.of(StoreOption.parse("b=files:/srv/b")));
            assertThat(Files.readAllLines(data.stores().file()))
                    .filteredOn(line -> !line.startsWith("#"))
                    .containsExactlyInAnyOrder(
                            "snapledger.stores.a.kind=files",
                            "snapledger.stores.a.path=/srv/a",
                            "snapledger.stores.b.kind=files",
                            "snapledger.stores.b.path=/srv/b");
        }
    }

    @Test
    void aStoreIsForgottenAloneAndOnlyWhereItWasRemembered() throws Exception {
        try (DataDirectory data = open()) {
            data.stores().remember(List.of(StoreOption.parse("a=files:/srv/a"), StoreOption.parse("ab=files:/srv/ab")));

            data.stores().forget("a");
            data.stores().forget("never-there");

            assertThat(data.stores().has("a")).isFalse();
            assertThat(data.stores().has("ab")).isTrue();
            assertThat(Files.readString(data.stores().file())).doesNotContain("stores.a.");
        }
    }

    @Test
    void theRecoveryKeyLiesOutside() throws Exception {
        try (DataDirectory data = open()) {
            assertThatThrownBy(() -> data.initialiseKeys(data.root().resolve("keys/recovery")))
                    .hasMessageContaining("inside the data directory");
            Path key = parent.resolve("data.recovery-key");
            assertThat(data.initialiseKeys(null)).contains(key);
            assertThat(key).exists();
        }
    }

    @Test
    void aRecoveryKeyThatWasMovedAwayIsNotSaidToBeThere() throws Exception {
        try (DataDirectory data = open()) {
            data.initialiseKeys(null);
            Files.delete(parent.resolve("data.recovery-key"));

            assertThat(data.initialiseKeys(null)).isEmpty();
            assertThat(data.initialiseKeys(parent.resolve("elsewhere"))).isEmpty();
        }
    }

    private DataDirectory open() throws IOException {
        return DataDirectory.open(parent.resolve("data"));
    }
}
