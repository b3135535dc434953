package io.snapledger.stores.redis;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import io.snapledger.stores.StoreException;
import java.util.List;

/** Tells by the mark of a restore what it changed at a server and what it left there. */
final class RedisAftermath {

    private RedisAftermath() {}

    static Aftermath look(Connection connection, String restoreId) throws StoreException {
        Mark mark = Mark.read(connection, restoreId).orElse(null);
        if (mark == null) {
            return new Aftermath(Change.NONE, List.of(), List.of());
        }
        return switch (mark.stage()) {
            case VERIFYING ->
                new Aftermath(
                        Change.NONE,
                        List.of(),
                        List.of("key " + Mark.KEY + "; HINT: the next try of the restore removes it, or delete it"));
            case LOADING ->
                new Aftermath(
                        Change.CHANGED,
                        List.of("the databases of the restore hold a part of the snapshot; what was there is gone"),
                        List.of("the keys that were restored, and key " + Mark.KEY
                                + "; HINT: the next try of the restore removes them, or restore the safety snapshot"));
        };
    }
}
