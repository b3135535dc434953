package io.snapledger.catalog;

/** The database of the catalog does not answer, or not as it should; it may do so later. */
public final class CatalogUnreachableException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** @param message fact, values and hint */
    public CatalogUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
