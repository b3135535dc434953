package io.snapledger.stores.mariadb;

import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngineProvider;

/** Announces the kind {@value MariadbEngine#KIND}. */
public final class MariadbProvider implements StoreEngineProvider {

    @Override
    public KindDescription description() {
        return MariadbKind.DESCRIPTION;
    }

    @Override
    public StoreEngine create(EngineContext context) {
        return new MariadbEngine(context);
    }
}
