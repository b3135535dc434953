package io.snapledger.repository;

/** The bytes offered for an object are not those announced; nothing was stored. */
public final class DigestMismatchException extends RepositoryException.Permanent {

    public static final String CODE = "digest-mismatch";
    private static final long serialVersionUID = 1L;

    public DigestMismatchException(String key, String expected, String found) {
        this("bytes for " + key + " are not those announced: expected " + expected + ", found " + found
                + "; HINT: the source was changed or cut, send it again");
    }

    public DigestMismatchException(String message) {
        super(CODE, message);
    }
}
