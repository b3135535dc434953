package io.snapledger.catalog.inbound;

import io.snapledger.catalog.Catalog;
import jakarta.inject.Singleton;

/** What every answer needs: the rows, and how far they can be trusted to be all. */
@Singleton
class CatalogView {

    private final Catalog store;
    private final CatalogControl control;

    CatalogView(Catalog store, CatalogControl control) {
        this.store = store;
        this.control = control;
    }

    Catalog store() {
        return store;
    }

    boolean rebuilding() {
        return control.rebuilding();
    }

    boolean historyUnknown() {
        return !store.historyNotes().isEmpty();
    }

    /** What to say when something is not there. */
    CatalogProblem missing(String what, String id) {
        String hint = "list what there is; an event takes up to some seconds to arrive";
        if (rebuilding()) {
            hint = "the catalog is being rebuilt, ask again later";
        } else if (historyUnknown()) {
            hint = "the ledger was lost once, and what was before is not known as a whole: see /api/status";
        }
        return CatalogProblem.notFound("no " + what + " '" + QueryParameters.shown(id) + "' is known", hint);
    }
}
