package io.snapledger.stores.redis;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.io.InputStream;

/** One reading of all that a server holds, as an RDB. */
interface Transfer {

    InputStream stream();

    /** After the RDB was read to its end: proves that this is where the server ended it too. */
    void end(RdbInput input) throws IOException;

    /** What the time of the data is. */
    String consistency();

    static Transfer begin(
            Connection connection, ServerFacts facts, RedisOptions options, TimeLeft time, Cancellation work)
            throws StoreException {
        return options.scans() ? ScanTransfer.begin(connection, facts) : SyncTransfer.begin(connection, facts, options);
    }
}
