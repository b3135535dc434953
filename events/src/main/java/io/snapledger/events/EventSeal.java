package io.snapledger.events;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that one of our own services wrote an event: HMAC-SHA256 (RFC 2104) over all its attributes and its data, keyed by what only the
 * services know. The right to write to a topic is not enough to speak for one of them, and an event cannot be sent again with
 * another time, id or content. Travels as the extension attribute {@value #ATTRIBUTE}.
 */
public final class EventSeal {

    static final String ATTRIBUTE = "seal";

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "snapledger event seal v1".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<List<String>> secrets;

    /**
     * @param secrets what the services know: the first seals, all are accepted, so that a secret can be exchanged while events of the old
     *     one are still in the ledger; looked at with each event
     */
    public EventSeal(Supplier<List<String>> secrets) {
        this.secrets = secrets;
    }

    /** The attributes together with their seal. */
    Map<String, String> sealed(Map<String, String> attributes, byte[] data) {
        Map<String, String> sealed = new TreeMap<>(attributes);
        sealed.put(ATTRIBUTE, HexFormat.of().formatHex(mac(secrets.get().get(0), attributes, data)));
        return sealed;
    }

    /** Whether attributes and data are as one of the services has written them. */
    boolean isWhole(Map<String, String> attributes, byte[] data) {
        String shown = attributes.get(ATTRIBUTE);
        if (shown == null) {
            return false;
        }
        boolean whole = false;
        for (String secret : secrets.get()) {
            String expected = HexFormat.of().formatHex(mac(secret, attributes, data));
            whole |= MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
        }
        return whole;
    }

    private static byte[] mac(String secret, Map<String, String> attributes, byte[] data) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            new TreeMap<>(attributes).forEach((name, value) -> {
                if (!name.equals(ATTRIBUTE)) {
                    update(mac, name.getBytes(StandardCharsets.UTF_8));
                    update(mac, value.getBytes(StandardCharsets.UTF_8));
                }
            });
            update(mac, data);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal an event", e);
        }
    }

    /** For this purpose alone: what is sealed says nothing about the secret, which opens doors elsewhere. */
    private static byte[] key(String secret) throws GeneralSecurityException {
        Mac derivation = Mac.getInstance(ALGORITHM);
        derivation.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        return derivation.doFinal(PURPOSE);
    }

    /** With its length, so that nothing can be moved from one part to the next. */
    private static void update(Mac mac, byte[] part) {
        mac.update(new byte[] {
            (byte) (part.length >>> 24), (byte) (part.length >>> 16), (byte) (part.length >>> 8), (byte) part.length
        });
        mac.update(part);
    }
}
