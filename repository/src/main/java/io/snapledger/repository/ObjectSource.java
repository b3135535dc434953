package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import io.snapledger.repository.format.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes to be stored, with the length and digest that the backend enforces. */
public sealed interface ObjectSource {

    /** Bytes. */
    long length();

    /** Lower-case hex. */
    String sha256();

    /** The bytes from their beginning; may be called again after a failure. */
    InputStream open() throws IOException;

    /** Bytes at hand, for small objects. */
    static ObjectSource bytes(byte[] bytes) {
        return new Bytes(bytes, Sha256.hex(bytes));
    }

    /** A closed, fsynced file that nobody will change any more; a backend may adopt it by a hard link. */
    static ObjectSource file(Path path, long length, String sha256) {
        return new StagedFile(path, length, sha256);
    }

    /** Bytes that come from elsewhere. */
    static ObjectSource stream(long length, String sha256, Opening opening) {
        return new Streamed(length, sha256, opening);
    }

    /** Opens a stream from its beginning. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    record Bytes(byte[] content, String sha256) implements ObjectSource {
        public Bytes {
            requireNonNull(content, "content is missing");
            Sha256.requireHex(sha256);
        }

        @Override
        public long length() {
            return content.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }
    }

    record StagedFile(Path path, long length, String sha256) implements ObjectSource {
        public StagedFile {
            requireNonNull(path, "path is missing");
            Sha256.requireHex(sha256);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    record Streamed(long length, String sha256, Opening opening) implements ObjectSource {
        public Streamed {
            requireNonNull(opening, "opening is missing");
            Sha256.requireHex(sha256);
        }

        @Override
        public InputStream open() throws IOException {
            return opening.open();
        }
    }
}
