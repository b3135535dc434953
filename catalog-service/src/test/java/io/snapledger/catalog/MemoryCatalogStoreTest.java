package io.snapledger.catalog;

class MemoryCatalogStoreTest extends CatalogStoreContract {

    private final MemoryCatalogStore store = new MemoryCatalogStore();

    @Override
    CatalogStore open() {
        return store;
    }

    @Override
    CatalogStore kept(String name) {
        return store.kept();
    }
}
