package io.snapledger.repository.directory;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.repository.DigestMismatchException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.disk.BlockInput;
import io.snapledger.repository.disk.BlockOutput;
import io.snapledger.repository.format.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;

/** Objects on their way: written, verified and fsynced in {@code .tmp} before they get a name. */
final class TemporaryFiles {

    private static final int BUFFER = 128 << 10;
    private static final ByteName NAME = ByteName.of(".tmp");
    private static final int DIRECTORY_MODE = 0700;
    private static final int FILE_MODE = 0600;

    private final Durability durability;

    TemporaryFiles(Durability durability) {
        this.durability = durability;
    }

    /** The directory that holds them. */
    Directory open(Directory root) throws IOException {
        try {
            return root.directory(NAME);
        } catch (NoSuchFileException e) {
            return made(root);
        }
    }

    private static Directory made(Directory root) throws IOException {
        try {
            return root.make(NAME, DIRECTORY_MODE);
        } catch (FileAlreadyExistsException e) {
            return root.directory(NAME); // another writer was faster
        }
    }

    /** A new file with exactly the bytes announced, durable but for its name. */
    ByteName write(Directory temporary, String key, ObjectSource source) throws IOException {
        ByteName name = ByteName.of(UUID.randomUUID().toString());
        try (RegularFile file = temporary.create(name, FILE_MODE)) {
            if (source instanceof ObjectSource.StagedFile staged) {
                copyInKernel(staged.path(), file.path());
                verify(key, file.path(), source.length(), source.sha256());
            } else {
                copy(key, source, file.path());
            }
            durability.syncFile(file);
            return name;
        } catch (IOException | RuntimeException e) {
            remove(temporary, name);
            throw e;
        }
    }

    /** Removes one; it may be gone. */
    static void remove(Directory temporary, ByteName name) throws IOException {
        try {
            temporary.remove(name);
        } catch (NoSuchFileException e) {
            // renamed to its object
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
                FileChannel out = FileChannel.open(to, WRITE)) {
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
                BlockOutput out = BlockOutput.open(file)) {
            for (int got; written <= source.length() && (got = in.read(buffer)) > 0; written += got) {
                digest.update(buffer, 0, got);
                out.write(ByteBuffer.wrap(buffer, 0, got));
            }
            out.finish();
        }
        require(key, source.length(), source.sha256(), written, Sha256.hex(digest));
    }

    private static void require(String key, long length, String sha256, long foundLength, String foundSha256) {
        if (length != foundLength || !sha256.equals(foundSha256)) {
            throw new DigestMismatchException(
                    key, length + " bytes with sha256 " + sha256, foundLength + " bytes with sha256 " + foundSha256);
        }
    }
}
