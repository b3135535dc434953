package io.snapledger.repository.format;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), which the JDK has only from 24 on. */
public final class Hkdf {

    private static final String HMAC = "HmacSHA256";
    private static final int HASH = 32;

    private final byte[] pseudorandomKey;

    private Hkdf(byte[] pseudorandomKey) {
        this.pseudorandomKey = pseudorandomKey;
    }

    public static Hkdf extract(byte[] salt, byte[] inputKey) {
        return new Hkdf(hmac(salt).doFinal(inputKey));
    }

    /**
     * @param info label, in UTF-8
     * @param length bytes wanted, at most 8160
     */
    public byte[] expand(String info, int length) {
        byte[] label = label(info);
        Mac mac = hmac(pseudorandomKey);
        byte[] output = new byte[(length + HASH - 1) / HASH * HASH];
        byte[] block = new byte[0];
        for (int done = 0; done < length; done += HASH) {
            mac.update(block);
            mac.update(label);
            mac.update((byte) (done / HASH + 1));
            block = mac.doFinal();
            System.arraycopy(block, 0, output, done, HASH);
        }
        return Arrays.copyOf(output, length);
    }

    public static byte[] label(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
