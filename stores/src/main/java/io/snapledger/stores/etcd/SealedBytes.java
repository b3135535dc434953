package io.snapledger.stores.etcd;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Proves bytes that pass by and end with the SHA-256 of those before, as a member's snapshot does. */
final class SealedBytes extends OutputStream {

    /** Bytes of the seal. */
    static final int SEAL = 32;

    private static final int SECTOR = 512;

    private final MessageDigest digest;
    private final byte[] last = new byte[SEAL];
    private int held;
    private long count;

    SealedBytes() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** The last bytes are held back: they may be the seal. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        count += length;
        int fromHeld = Math.min(held, Math.max(0, held + length - SEAL));
        digest.update(last, 0, fromHeld);
        System.arraycopy(last, fromHeld, last, 0, held - fromHeld);
        held -= fromHeld;
        int kept = Math.min(length, SEAL - held);
        digest.update(bytes, offset, length - kept);
        System.arraycopy(bytes, offset + length - kept, last, held, kept);
        held += kept;
    }

    /** How many there were, with the seal. */
    long count() {
        return count;
    }

    /** @throws MalformedDatabase if they do not end with a right seal */
    void requireWhole() throws MalformedDatabase {
        if (count % SECTOR != SEAL) {
            throw new MalformedDatabase("it ends after " + count + " bytes without its SHA-256");
        }
        if (!MessageDigest.isEqual(digest.digest(), last)) {
            throw new MalformedDatabase("its " + count + " bytes do not have the SHA-256 that they end with");
        }
    }
}
