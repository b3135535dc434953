package io.snapledger.repository.s3;

import io.snapledger.repository.RepositoryException;

/** A server does not do what S3 promises, so that a repository is not safe with it. */
final class UnsoundServerException extends RepositoryException.Permanent {

    private static final String CODE = "repository-unsound";
    private static final long serialVersionUID = 1L;

    UnsoundServerException(String message, Throwable cause) {
        super(CODE, message, cause);
    }
}
