package io.snapledger.repository.s3;

import io.snapledger.repository.DigestMismatchException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The bytes of an object on their way. They are compared with their length and digest before the last of them leaves: a request that ends
 * early stores nothing, whether or not the server compares digests itself.
 */
final class VerifiedContent implements ContentStreamProvider {

    private final String key;
    private final ObjectSource source;
    private RepositoryException failure;

    VerifiedContent(String key, ObjectSource source) {
        this.key = key;
        this.source = source;
    }

    /** Throws what was wrong with the source, rather than what a client made of it. */
    void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public InputStream newStream() {
        failure = null;
        try {
            Checked checked = new Checked(source.open());
            checked.compareAtTheEnd();
            return checked;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private RepositoryException failed(IOException e) {
        if (failure == null) {
            failure = new RepositoryException.Transient(
                    "repository-io", "cannot read the bytes for " + key + ": " + e.getMessage(), e);
        }
        return failure;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Checked extends InputStream {

        private final InputStream in;
        private final MessageDigest digest = sha256();
        private long left = source.length();

        private Checked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = from(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw mismatch(source.length() - left + " bytes");
            }
            digest.update(bytes, offset, read);
            left -= read;
            compareAtTheEnd();
            return read;
        }

        private int from(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw new IOException(failed(e));
            }
        }

        private void compareAtTheEnd() throws IOException {
            if (left > 0) {
                return;
            }
            if (from(new byte[1], 0, 1) >= 0) {
                throw mismatch("more than " + source.length() + " bytes");
            }
            String sha256 = HexFormat.of().formatHex(digest.digest());
            if (!sha256.equals(source.sha256())) {
                throw mismatch(source.length() + " bytes with sha256 " + sha256);
            }
        }

        private IOException mismatch(String found) {
            failure =
                    new DigestMismatchException(key, source.length() + " bytes with sha256 " + source.sha256(), found);
            return new IOException(failure);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
