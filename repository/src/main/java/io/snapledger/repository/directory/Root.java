package io.snapledger.repository.directory;

import io.snapledger.posix.Directory;
import io.snapledger.posix.Status;
import io.snapledger.repository.RepositoryException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The directory of a repository, which is trusted. Each call opens it anew, so that its disk can be unmounted in between. An unmounted
 * disk shows another, empty directory: then nothing must look as if it were absent.
 */
final class Root {

    private final Path path;
    private final Status first;

    private Root(Path path, Status first) {
        this.path = path;
        this.first = first;
    }

    /** @throws NoSuchFileException if there is none */
    static Root at(Path path) throws IOException {
        Path real = path.toRealPath();
        try (Directory directory = Directory.open(real)) {
            return new Root(real, directory.status());
        }
    }

    Directory open() throws IOException {
        Directory directory = opened();
        try {
            if (directory.status().isSameFile(first)) {
                return directory;
            }
        } catch (IOException e) {
            directory.close();
            throw e;
        }
        directory.close();
        throw another(null);
    }

    private Directory opened() throws IOException {
        try {
            return Directory.open(path);
        } catch (NoSuchFileException e) {
            throw another(e);
        }
    }

    private RepositoryException another(NoSuchFileException cause) {
        return new RepositoryException.Transient(
                "repository-unreachable",
                "the directory " + path + " is not the one that was opened; HINT: is its disk mounted?",
                cause);
    }

    Path path() {
        return path;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
