package io.snapledger.catalog;

import java.io.IOException;
import java.util.function.Function;

/**
 * The whole catalog as text, one row of canonical JSON a line: equal catalogs give equal bytes, however they came to be.
 * Heartbeats and hints are not part of it, nor what only tells when this catalog recorded something.
 */
public final class CanonicalCatalog {

    private final Catalog store;

    public CanonicalCatalog(Catalog store) {
        this.store = store;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        try {
            write(text);
        } catch (IOException e) {
            throw new IllegalStateException("a StringBuilder does not fail", e);
        }
        return text.toString();
    }

    public void write(Appendable out) throws IOException {
        write(out, "backup", store::backups, row -> row);
        write(out, "snapshot", store::snapshots, row -> row);
        write(out, "restore", store::restores, row -> row);
        write(out, "missed", store::missedRuns, row -> row);
        write(out, "event", store::events, LedgerEvent::canonical);
    }

    private static <T> void write(
            Appendable out, String kind, Function<CatalogQuery, Page<T>> list, Function<T, T> canonical)
            throws IOException {
        CatalogQuery query = CatalogQuery.ALL.limit(CatalogQuery.MAX_LIMIT);
        Page<T> page;
        do {
            page = list.apply(query);
            for (T row : page.items()) {
                out.append(kind)
                        .append(' ')
                        .append(LedgerJson.write(canonical.apply(row)))
                        .append('\n');
            }
            query = query.after(page.next());
        } while (page.next() != null);
    }
}
