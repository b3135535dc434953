package io.snapledger.stores.redis;

import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngineProvider;

/** Announces the kind {@value RedisEngine#KIND}. */
public final class RedisProvider implements StoreEngineProvider {

    @Override
    public KindDescription description() {
        return RedisKind.DESCRIPTION;
    }

    @Override
    public StoreEngine create(EngineContext context) {
        return new RedisEngine(context);
    }
}
