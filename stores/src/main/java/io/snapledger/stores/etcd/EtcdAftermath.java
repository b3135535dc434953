package io.snapledger.stores.etcd;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import io.snapledger.stores.StoreException;
import java.util.List;

/** Tells by the mark of a restore what it changed at a cluster and what it left there. */
final class EtcdAftermath {

    private EtcdAftermath() {}

    static Aftermath look(Gateway gateway, String restoreId) throws StoreException {
        Mark mark = Marking.read(gateway, restoreId).orElse(null);
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
                        List.of("the keys of the restore are there in part; what was there is gone, or in part"),
                        List.of("the keys that were restored, and key " + Mark.KEY
                                + "; HINT: the next try of the restore removes them, or restore the safety snapshot"));
        };
    }
}
