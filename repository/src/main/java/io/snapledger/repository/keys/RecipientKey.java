package io.snapledger.repository.keys;

import io.snapledger.repository.format.Sha256;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/** A private X25519 key: the service's, or the offline recovery key. Never printed but by {@link #text}. */
public final class RecipientKey {

    private static final Pattern TEXT =
            Pattern.compile("snapledger-private-key-1:([0-9a-f]{64}):([0-9a-f]{8})", Pattern.CASE_INSENSITIVE);

    private final X25519PrivateKeyParameters key;

    private RecipientKey(X25519PrivateKeyParameters key) {
        this.key = key;
    }

    public static RecipientKey generate(SecureRandom random) {
        return new RecipientKey(new X25519PrivateKeyParameters(random));
    }

    /**
     * Finds the key in the text of a key file; lines around it are ignored, so that the file can carry instructions.
     *
     * @param where names the file in messages
     * @throws IllegalArgumentException if there is none, or its check digits are wrong
     */
    public static RecipientKey parse(String where, String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException(where
                    + " holds no private key; it has a line snapledger-private-key-1:<64 hex digits>:<8 hex digits>");
        }
        byte[] secret = HexFormat.of().parseHex(matcher.group(1));
        if (!check(secret).equalsIgnoreCase(matcher.group(2))) {
            throw new IllegalArgumentException(
                    where + " holds a private key whose check digits are wrong; a character was changed");
        }
        return new RecipientKey(new X25519PrivateKeyParameters(secret));
    }

    public Recipient recipient() {
        return new Recipient(key.generatePublicKey().getEncoded());
    }

    /** The secret line of a key file. */
    public String text() {
        return "snapledger-private-key-1:" + HexFormat.of().formatHex(key.getEncoded()) + ":" + check(key.getEncoded());
    }

    AsymmetricCipherKeyPair pair() {
        return new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
    }

    private static String check(byte[] secret) {
        return Sha256.hex(secret).substring(0, 8);
    }

    @Override
    public String toString() {
        return "private key of " + recipient();
    }
}
