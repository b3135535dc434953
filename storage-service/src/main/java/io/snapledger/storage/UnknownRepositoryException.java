package io.snapledger.storage;

/** An event or request names a repository that this service does not have. */
public final class UnknownRepositoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String name;

    public UnknownRepositoryException(String name, Iterable<String> known) {
        super("storage-service has no repository '" + name + "'; HINT: let the plan name one of " + known
                + ", or set snapledger.repositories." + name + ".kind for storage-service");
        this.name = name;
    }

    /** The name that is not known. */
    public String name() {
        return name;
    }
}
