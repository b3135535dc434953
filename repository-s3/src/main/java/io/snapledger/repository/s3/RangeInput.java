package io.snapledger.repository.s3;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;

/** At most so many bytes of an answer; what is left when it is closed is not fetched. */
final class RangeInput extends InputStream {

    private final ResponseInputStream<?> in;
    private long left;

    RangeInput(ResponseInputStream<?> in, long length) {
        this.in = in;
        this.left = length;
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
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        left = read < 0 ? 0 : left - read;
        return read;
    }

    /** An answer read to its end gives its connection back; any other is cut, which costs a connection and no bytes. */
    @Override
    public void close() throws IOException {
        if (left > 0 || in.read() >= 0) {
            in.abort();
        }
        in.close();
    }
}
