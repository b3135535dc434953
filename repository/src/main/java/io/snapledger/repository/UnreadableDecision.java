package io.snapledger.repository;

/**
 * Something where a decision should be, and that is none. What it was about is told by its name alone.
 *
 * @param object key of the object
 * @param store the store in its key, as it stands there
 * @param snapshot the snapshot in its key, as it stands there
 * @param code constant word: {@code damaged}, {@value #STRAY}, or that of a later format
 * @param message expected, found and hint
 */
public record UnreadableDecision(String object, String store, String snapshot, String code, String message) {

    /** Code of what has not even the name of a decision. */
    public static final String STRAY = "stray-object";

    private static final String SUFFIX = ".json";

    /** Whether nobody can have meant it to be a decision: no snapshot is missing because of it. */
    public boolean isStray() {
        return code.equals(STRAY);
    }

    static UnreadableDecision of(Stray stray) {
        return at(stray.name(), STRAY, stray.name() + " is no decision: it is " + stray.what());
    }

    /** @param object key below {@code decisions/} */
    public static UnreadableDecision at(String object, RepositoryException why) {
        return at(object, why.code(), why.getMessage());
    }

    private static UnreadableDecision at(String object, String code, String message) {
        String[] parts = object.split("/", -1);
        String name = parts[parts.length - 1];
        return new UnreadableDecision(
                object,
                parts.length > 1 ? parts[1] : "",
                name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
                code,
                message);
    }

    /** For who cannot do with less than all. */
    RepositoryException asFailure() {
        return code.equals(DamagedSnapshotException.CODE)
                ? DamagedSnapshotException.told(object, message)
                : new RepositoryException.Permanent(code, message);
    }
}
