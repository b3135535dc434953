package io.snapledger.repository.format;

import io.snapledger.repository.SegmentId;
import io.snapledger.repository.keys.StoreKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens the chunks of one segment: AES-256-GCM, key = HKDF(secret of the kind, salt, {@code snapledger/1/segment}), nonce =
 * 8 zero bytes and the counter, associated data = the segment's id and the counter. A salt is random and used for one segment only,
 * so that no nonce is used twice with a key. For one thread.
 */
public final class SegmentCipher {

    private static final int PIECE = 4096;

    private final Cipher cipher;
    private final SecretKey key;
    private final byte[] associated;
    private final byte[] nonce = new byte[12];

    private SegmentCipher(Cipher cipher, SecretKey key, byte[] associated) {
        this.cipher = cipher;
        this.key = key;
        this.associated = associated;
    }

    public static SegmentCipher of(StoreKey store, SegmentKind kind, SegmentId segment, byte[] salt) {
        byte[] key = Hkdf.extract(salt, kind.secret(store)).expand("snapledger/1/segment", 32);
        byte[] id = Hkdf.label(segment.toString());
        try {
            return new SegmentCipher(
                    Cipher.getInstance("AES/GCM/NoPadding"),
                    new SecretKeySpec(key, "AES"),
                    Arrays.copyOf(id, id.length + 4));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /**
     * Seals a payload: as many bytes and a tag. In small pieces, since the JVM runs the fast code of AES-GCM only once its callers have
     * been called some thousand times; 64 KiB a call stay at a tenth of the speed for seconds.
     */
    public void seal(int counter, byte[] plain, int offset, int length, byte[] sealed, int at) {
        try {
            start(Cipher.ENCRYPT_MODE, counter);
            int done = 0;
            int out = at;
            for (; length - done > PIECE; done += PIECE) {
                out += cipher.update(plain, offset + done, PIECE, sealed, out);
            }
            cipher.doFinal(plain, offset + done, length - done, sealed, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal chunk " + counter, e);
        }
    }

    /**
     * Opens what is left in {@code sealed} into {@code plain}.
     *
     * @return false if it is not what was sealed there with this key; nothing in {@code plain} may be used then
     */
    public boolean open(int counter, ByteBuffer sealed, ByteBuffer plain) {
        try {
            start(Cipher.DECRYPT_MODE, counter);
            cipher.doFinal(sealed, plain);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot open chunk " + counter, e);
        }
    }

    private void start(int mode, int counter) throws GeneralSecurityException {
        ByteBuffer.wrap(nonce).putInt(8, counter);
        ByteBuffer.wrap(associated).putInt(associated.length - 4, counter);
        cipher.init(mode, key, new GCMParameterSpec(SegmentFormat.TAG * 8, nonce));
        cipher.updateAAD(associated);
    }
}
