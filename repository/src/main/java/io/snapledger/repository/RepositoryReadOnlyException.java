package io.snapledger.repository;

/** The repository cannot be written with the rights at hand. */
public final class RepositoryReadOnlyException extends RepositoryException.Permanent {

    public static final String CODE = "repository-read-only";
    private static final long serialVersionUID = 1L;

    public RepositoryReadOnlyException(String message, Throwable cause) {
        super(CODE, message, cause);
    }
}
