package io.snapledger.catalog.inbound;

import io.snapledger.catalog.Cursor;
import io.snapledger.catalog.Page;
import io.snapledger.events.Nullable;
import java.util.List;
import java.util.Optional;

/**
 * A page of a list as it is answered.
 *
 * @param items rows, newest first
 * @param next `cursor` of the next page, null if this is the last
 * @param rebuilding true while the catalog is being made anew and rows may be missing
 * @param historyUnknown true if older rows may be missing since the ledger was lost: missing is then not the same as never
 */
record Listing<T>(List<T> items, @Nullable String next, boolean rebuilding, boolean historyUnknown) {

    static <T> Listing<T> of(Page<T> page, CatalogView view) {
        return new Listing<>(
                page.items(),
                Optional.ofNullable(page.next()).map(Cursor::text).orElse(null),
                view.rebuilding(),
                view.historyUnknown());
    }
}
