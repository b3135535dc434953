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
}
