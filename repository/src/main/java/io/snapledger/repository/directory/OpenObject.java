package io.snapledger.repository.directory;

import io.snapledger.posix.RegularFile;
import io.snapledger.repository.ObjectFile;
import java.nio.file.Path;

/** A file that is held open while somebody else reads it by its descriptor's path. */
record OpenObject(RegularFile file, long length) implements ObjectFile {

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public void close() {
        file.close();
    }
}
