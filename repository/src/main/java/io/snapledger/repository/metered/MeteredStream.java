package io.snapledger.repository.metered;

import io.snapledger.repository.metered.RepositoryMeter.Operation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells once, when it is closed, how much was read. */
final class MeteredStream extends FilterInputStream {

    private final RepositoryMeter meter;
    private long bytes;
    private boolean told;

    MeteredStream(InputStream stream, RepositoryMeter meter) {
        super(stream);
        this.meter = meter;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        bytes += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        int read = super.read(into, at, most);
        bytes += Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long most) throws IOException {
        long skipped = super.skip(most);
        bytes += skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false; // what is read twice would count twice
    }

    @Override
    public void close() throws IOException {
        if (!told) {
            told = true;
            meter.moved(Operation.READ, bytes);
        }
        super.close();
    }
}
