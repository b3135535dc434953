package io.snapledger.repository;

/**
 * A stored object is not what its snapshot says it is. Thrown before a wrong byte is handed out.
 */
public final class DamagedSnapshotException extends RepositoryException.Permanent {

    public static final String CODE = "damaged";
    private static final long serialVersionUID = 1L;

    private final String object;

    /**
     * @param object path of the object
     * @param expected what the snapshot demands
     * @param found what is there
     */
    public DamagedSnapshotException(String object, String expected, String found) {
        this(object, expected, found, null);
    }

    public DamagedSnapshotException(String object, String expected, String found, Throwable cause) {
        super(
                CODE,
                "snapshot is damaged at " + object + ": expected " + expected + ", found " + found
                        + "; HINT: restore an earlier snapshot, or this one from another repository of the plan",
                cause);
        this.object = object;
    }

    private DamagedSnapshotException(String object, String message) {
        super(CODE, message);
        this.object = object;
    }

    /** With a message that came over the wire. */
    public static DamagedSnapshotException told(String object, String message) {
        return new DamagedSnapshotException(object, message);
    }

    /** Path of the damaged object. */
    public String object() {
        return object;
    }
}
