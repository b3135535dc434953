package io.snapledger.repository;

/** No space left; trying again helps once somebody has made room. */
public final class RepositoryFullException extends RepositoryException.Transient {

    public static final String CODE = "repository-full";
    private static final long serialVersionUID = 1L;

    public RepositoryFullException(String message, Throwable cause) {
        super(CODE, message, cause);
    }
}
