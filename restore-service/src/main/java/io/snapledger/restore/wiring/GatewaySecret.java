package io.snapledger.restore.wiring;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What restore-service signs requests with: known to it alone, made once, and never half written. */
final class GatewaySecret {

    private static final int BYTES = 32;

    private GatewaySecret() {}

    /** @param directory made if it is not there */
    static byte[] in(Path directory) throws IOException {
        Path file = directory.resolve("gateway-secret");
        Files.createDirectories(directory);
        if (!Files.exists(file)) {
            make(directory, file);
        }
        return HexFormat.of().parseHex(Files.readString(file).strip());
    }

    private static void make(Path directory, Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path written = Files.createTempFile(
                directory,
                "secret",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(written, WRITE)) {
                ByteBuffer text =
                        ByteBuffer.wrap(HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            // another process of this installation was first; its file counts
        } finally {
            Files.delete(written);
        }
        try (FileChannel parent = FileChannel.open(directory)) {
            parent.force(true);
        }
    }
}
