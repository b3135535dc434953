package io.snapledger.stores.command;

import java.nio.file.Path;

/**
 * A directory of mode 0700 that is removed when it is closed; links in it are removed, never followed.
 *
 * @param path where it is
 */
public record PrivateDirectory(Path path) implements AutoCloseable {

    @Override
    public void close() {
        PrivateFiles.remove(path);
    }
}
