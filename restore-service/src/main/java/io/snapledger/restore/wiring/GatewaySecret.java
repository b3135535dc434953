package io.snapledger.restore.wiring;

import io.snapledger.posix.DurableFile;
import io.snapledger.posix.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** What restore-service signs requests with: known to it alone, and the same for all its replicas. */
final class GatewaySecret {

    private static final int BYTES = 32;
    private static final int LONGEST = 4096;

    private GatewaySecret() {}

    /**
     * The configured secret, or one of this process's own that is made at its first start.
     *
     * @param configured file with at least {@value #BYTES} characters, such as a mounted Secret; needed where there are several replicas
     * @param directory made if it is not there
     */
    static byte[] of(Optional<Path> configured, Path directory) throws IOException {
        return configured.isPresent() ? read(configured.get()) : in(directory);
    }

    private static byte[] read(Path file) throws IOException {
        String text = new String(RegularFile.readWhole(file, LONGEST), StandardCharsets.UTF_8).strip();
        if (text.length() < BYTES) {
            throw new IOException("snapledger.restore.gateway-secret-file " + file + " holds " + text.length()
                    + " characters, at least " + BYTES + " are needed; HINT: openssl rand -hex " + BYTES);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] in(Path directory) throws IOException {
        Path file = Files.createDirectories(directory).resolve("gateway-secret");
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        DurableFile.create(file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of()
                .parseHex(new String(RegularFile.readWhole(file, LONGEST), StandardCharsets.US_ASCII).strip());
    }
}
