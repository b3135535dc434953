package io.snapledger.dump;

import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngineProvider;

/** Announces {@link FakeStore} to tests that find engines as the product does. */
public final class FakeStoreProvider implements StoreEngineProvider {

    @Override
    public KindDescription description() {
        return FakeStore.DESCRIPTION;
    }

    @Override
    public StoreEngine create(EngineContext context) {
        return new FakeStore();
    }
}
