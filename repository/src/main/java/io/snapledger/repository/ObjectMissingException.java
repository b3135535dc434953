package io.snapledger.repository;

/** The object that was asked for does not exist. */
public final class ObjectMissingException extends RepositoryException.Permanent {

    public static final String CODE = "object-missing";
    private static final long serialVersionUID = 1L;

    public ObjectMissingException(String key) {
        super(CODE, "object is missing: " + key);
    }

    /** With a message that came over the wire. */
    public static ObjectMissingException told(String message) {
        return new ObjectMissingException(message.startsWith("object is missing: ") ? message.substring(19) : message);
    }
}
