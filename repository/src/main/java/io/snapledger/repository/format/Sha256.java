package io.snapledger.repository.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 and its text: 64 lower-case hex digits. */
public final class Sha256 {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static String hex(byte[] content) {
        return hex(digest().digest(content), 32);
    }

    /** The digest so far as text; the digest starts anew. */
    public static String hex(MessageDigest digest) {
        return hex(digest.digest(), 32);
    }

    public static String requireHex(String sha256) {
        if (sha256 == null || !HEX.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "sha256 is not valid: '" + sha256 + "'; it has 64 lower-case hex digits");
        }
        return sha256;
    }

    private static String hex(byte[] digest, int length) {
        return HexFormat.of().formatHex(digest, 0, length);
    }
}
