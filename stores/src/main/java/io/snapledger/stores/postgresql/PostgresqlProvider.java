package io.snapledger.stores.postgresql;

import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngineProvider;

/** Announces the kind {@value PostgresqlEngine#KIND}. */
public final class PostgresqlProvider implements StoreEngineProvider {

    @Override
    public KindDescription description() {
        return PostgresqlKind.DESCRIPTION;
    }

    @Override
    public StoreEngine create(EngineContext context) {
        return new PostgresqlEngine(context);
    }
}
