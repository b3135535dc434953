package io.snapledger.repository.directory;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.snapledger.repository.DigestMismatchException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.disk.BlockInput;
import io.snapledger.repository.disk.BlockOutput;
import io.snapledger.repository.format.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.UUID;

/** Objects on their way: written, verified and fsynced before they get a name. */
final class TemporaryFiles {

    private static final int BUFFER = 128 << 10;

    private final Path directory;
    private final Durability durability;

    TemporaryFiles(Path directory, Durability durability) {
        this.directory = directory;
        this.durability = durability;
    }

    /** A new file with exactly the bytes announced, durable but for its name. */
    Path write(String key, ObjectSource source) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(UUID.randomUUID().toString());
        try {
            if (source instanceof ObjectSource.StagedFile staged) {
                copyInKernel(staged.path(), file);
                verify(key, file, source.length(), source.sha256());
            } else {
                copy(key, source, file);
            }
            durability.syncFile(file);
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Reads the file from the disk and compares. */
    void verify(String key, Path file, long length, String sha256) throws IOException {
        MessageDigest digest = Sha256.digest();
        long read = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = BlockInput.open(file)) {
            for (int got; (got = in.read(buffer)) > 0; read += got) {
                digest.update(buffer, 0, got);
            }
        }
        require(key, length, sha256, read, Sha256.hex(digest));
    }

    private static void copyInKernel(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from, READ);
                FileChannel out = FileChannel.open(create(to), WRITE)) {
            long size = in.size();
            for (long done = 0; done < size; ) {
                long moved = in.transferTo(done, size - done, out);
                if (moved <= 0) {
                    break; // cut meanwhile; the digest will tell
                }
                done += moved;
            }
        }
    }

    private static void copy(String key, ObjectSource source, Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        long written = 0;
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, source.length() + 1))];
        try (InputStream in = source.open();
                BlockOutput out = BlockOutput.open(create(file))) {
            for (int got; written <= source.length() && (got = in.read(buffer)) > 0; written += got) {
                digest.update(buffer, 0, got);
                out.write(ByteBuffer.wrap(buffer, 0, got));
            }
            out.finish();
        }
        require(key, source.length(), source.sha256(), written, Sha256.hex(digest));
    }

    private static Path create(Path file) throws IOException {
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void require(String key, long length, String sha256, long foundLength, String foundSha256) {
        if (length != foundLength || !sha256.equals(foundSha256)) {
            throw new DigestMismatchException(
                    key, length + " bytes with sha256 " + sha256, foundLength + " bytes with sha256 " + foundSha256);
        }
    }
}
