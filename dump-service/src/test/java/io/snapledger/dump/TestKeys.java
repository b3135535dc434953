package io.snapledger.dump;

import io.snapledger.repository.keys.KeyDirectory;
import io.snapledger.repository.keys.StoreKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Keys of a test installation. */
final class TestKeys implements KeySource {

    private final KeyDirectory keys;

    TestKeys(Path directory) throws IOException {
        keys = KeyDirectory.initialise(
                directory.resolve("keys"), directory.resolve("elsewhere").resolve("recovery-key"), new SecureRandom());
    }

    KeyDirectory directory() {
        return keys;
    }

    @Override
    public StoreKeys open() {
        return new StoreKeys(keys.ring(), keys.recipients(), new SecureRandom());
    }
}
