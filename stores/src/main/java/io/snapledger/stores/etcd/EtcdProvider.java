package io.snapledger.stores.etcd;

import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngineProvider;

/** Announces the kind {@code etcd}. */
public final class EtcdProvider implements StoreEngineProvider {

    @Override
    public KindDescription description() {
        return EtcdKind.DESCRIPTION;
    }

    @Override
    public StoreEngine create(EngineContext context) {
        return new EtcdEngine(context);
    }
}
