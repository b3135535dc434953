package io.snapledger.stores.files;

import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngineProvider;

/** Announces the kind {@value FilesEngine#KIND}. */
public final class FilesProvider implements StoreEngineProvider {

    @Override
    public KindDescription description() {
        return FilesKind.DESCRIPTION;
    }

    @Override
    public StoreEngine create(EngineContext context) {
        return new FilesEngine(context);
    }
}
