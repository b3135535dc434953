package io.snapledger.repository.keys;

import io.snapledger.repository.format.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.InvalidCipherTextException;

/**
 * Shows that somebody holds the recovery key: the service seals a random secret to its public half, the holder opens it and sends
 * its digest back. Nothing of the key travels.
 */
public final class RecoveryProof {

    private static final String INFO = "snapledger/1/recovery-proof";

    private final Challenge challenge;
    private final String answer;

    private RecoveryProof(Challenge challenge, String answer) {
        this.challenge = challenge;
        this.answer = answer;
    }

    /**
     * What the holder gets.
     *
     * @param recipient key id of the recovery key
     * @param encapsulated HPKE encapsulation, base64
     * @param ciphertext the sealed secret, base64
     */
    public record Challenge(String recipient, String encapsulated, String ciphertext) {}

    public static RecoveryProof challenge(Recipient recovery, SecureRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        KeyWrap.Sealed sealed = KeyWrap.seal(recovery, INFO, recovery.id(), secret);
        Base64.Encoder base64 = Base64.getEncoder();
        return new RecoveryProof(
                new Challenge(
                        recovery.id(),
                        base64.encodeToString(sealed.encapsulated()),
                        base64.encodeToString(sealed.ciphertext())),
                Sha256.hex(secret));
    }

    public Challenge challenge() {
        return challenge;
    }

    /**
     * The holder's side.
     *
     * @throws IllegalArgumentException with the ids wanted and offered, if it is another key
     */
    public static String answer(Challenge challenge, RecipientKey recoveryKey) {
        String offered = recoveryKey.recipient().id();
        try {
            if (!offered.equals(challenge.recipient())) {
                throw new IllegalArgumentException(
                        "this is not the recovery key: wanted " + challenge.recipient() + ", offered " + offered);
            }
            byte[] secret = KeyWrap.open(
                    recoveryKey,
                    INFO,
                    challenge.recipient(),
                    new KeyWrap.Sealed(
                            Base64.getDecoder().decode(challenge.encapsulated()),
                            Base64.getDecoder().decode(challenge.ciphertext())));
            return Sha256.hex(secret);
        } catch (InvalidCipherTextException e) {
            throw new IllegalArgumentException("the recovery key " + offered + " does not open the challenge", e);
        }
    }

    /** Whether the answer shows the key. */
    public boolean accepts(String given) {
        return MessageDigest.isEqual(answer.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
