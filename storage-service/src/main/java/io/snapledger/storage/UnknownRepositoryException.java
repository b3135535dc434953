package io.snapledger.storage;

/** An event or request names a repository that this service does not have. */
public final class UnknownRepositoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownRepositoryException(String name, Iterable<String> known) {
        super("there is no repository '" + name + "', known are " + known + "; HINT: set snapledger.repositories."
                + name + ".kind");
    }
}
