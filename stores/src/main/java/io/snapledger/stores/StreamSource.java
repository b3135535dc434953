package io.snapledger.stores;

import java.io.IOException;
import java.io.InputStream;

/** Where a restore's streams come from. */
@FunctionalInterface
public interface StreamSource {

    /**
     * Opens a stream of the snapshot. At most one is open at a time; opening one again starts at its beginning. The end of the
     * stream ({@code -1}) is only reported when everything before it was proved genuine: damage is an
     * {@link IOException} at any place before, and what was read until then must not be put to use.
     *
     * @throws IOException also if the snapshot has no stream of that name
     */
    InputStream open(String name) throws IOException;

    /**
     * Opens a stream at a place in its middle, reading no more of the snapshot than what that place needs, where the source can.
     * Every byte is genuine when it is handed out, as always; the length of what is read is the reader's business.
     *
     * @param offset of the first byte, from 0 to the stream's length
     */
    default InputStream open(String name, long offset) throws IOException {
        InputStream stream = open(name);
        try {
            stream.skipNBytes(offset);
            return stream;
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }
}
