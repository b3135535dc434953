package io.snapledger.stores.etcd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM, as the tools around etcd write them: PKCS #8, PKCS #1 (RFC 8017, {@code RSA PRIVATE KEY}) or SEC 1 (RFC 5915, {@code EC
 * PRIVATE KEY}). Java reads the first; the others are put into its envelope (RFC 5958).
 */
final class PrivateKeyFile {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (|RSA |EC )PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    /** The curves that such keys are of, by their names in DER. */
    private static final List<byte[]> CURVES = List.of(
            HexFormat.of().parseHex("06082a8648ce3d030107"),
            HexFormat.of().parseHex("06052b81040022"),
            HexFormat.of().parseHex("06052b81040023"));

    private PrivateKeyFile() {}

    /** @throws GeneralSecurityException if it holds none that can be read; tells nothing of it */
    static PrivateKey read(byte[] pem) throws GeneralSecurityException {
        Matcher found = PEM.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!found.find()) {
            throw new InvalidKeySpecException(
                    "the file of option key-file holds no private key in PEM without a password");
        }
        byte[] key = Base64.getMimeDecoder().decode(found.group(2));
        byte[] envelope =
                switch (found.group(1)) {
                    case "RSA " -> der(SEQUENCE, VERSION, der(SEQUENCE, RSA), der(OCTETS, key));
                    case "EC " -> der(SEQUENCE, VERSION, der(SEQUENCE, EC, curve(key)), der(OCTETS, key));
                    default -> key;
                };
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(envelope));
            } catch (InvalidKeySpecException e) {
                continue; // perhaps of the next
            }
        }
        throw new InvalidKeySpecException("the private key of option key-file is of no known kind");
    }

    private static byte[] curve(byte[] key) throws InvalidKeySpecException {
        return CURVES.stream()
                .filter(curve -> contains(key, curve))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidKeySpecException("the private key of option key-file has an unknown curve"));
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >>> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
