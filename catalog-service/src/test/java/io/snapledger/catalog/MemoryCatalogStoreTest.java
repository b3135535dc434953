package io.snapledger.catalog;

class MemoryCatalogStoreTest extends CatalogStoreContract {

    @Override
    CatalogStore open() {
        return new MemoryCatalogStore();
    }
}
