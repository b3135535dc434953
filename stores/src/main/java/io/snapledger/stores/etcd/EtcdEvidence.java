package io.snapledger.stores.etcd;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;

/** The inventory of what a running cluster holds now, as it tells it itself: not by the reader that a dump is proved with. */
record EtcdEvidence(EtcdOptions options, KeyScope scope, TimeLeft time, Cancellation work) {

    Evidence take() throws StoreException {
        try (Gateway gateway = Gateway.open(options, time, work)) {
            Cluster.of(gateway);
            Tally tally = new Tally();
            new KeyRange(gateway, scope)
                    .read(key -> tally.add(scope.nameInSnapshot(key.key()), key.value(), key.lease()));
            return tally.evidence();
        }
    }
}
