package io.snapledger.repository;

/**
 * A repository could not do what was asked. Divided once: {@link Permanent} means that trying again cannot help,
 * {@link Transient} that it may. After a transient failure of a create or replace the outcome is <em>unknown</em>.
 */
public abstract sealed class RepositoryException extends RuntimeException
        permits RepositoryException.Permanent, RepositoryException.Transient {

    private static final long serialVersionUID = 1L;

    private final String code;

    RepositoryException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** One word for machines, such as {@code repository-full}; the same one travels over HTTP and in upload.failed. */
    public String code() {
        return code;
    }

    /** Trying again cannot help. */
    public static non-sealed class Permanent extends RepositoryException {
        private static final long serialVersionUID = 1L;

        public Permanent(String code, String message, Throwable cause) {
            super(code, message, cause);
        }

        public Permanent(String code, String message) {
            this(code, message, null);
        }
    }

    /** Trying again may help; a conditional write may or may not have happened. */
    public static non-sealed class Transient extends RepositoryException {
        private static final long serialVersionUID = 1L;

        public Transient(String code, String message, Throwable cause) {
            super(code, message, cause);
        }

        public Transient(String code, String message) {
            this(code, message, null);
        }
    }
}
