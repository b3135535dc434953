package io.snapledger.repository;

/**
 * An object where a decision should be, and that is none. What it was about is told by its name alone.
 *
 * @param object key of the object
 * @param store the store in its key, as it stands there
 * @param snapshot the snapshot in its key, as it stands there
 * @param code constant word: {@code snapshot-damaged}, or that of a later format
 * @param message expected, found and hint
 */
public record UnreadableDecision(String object, String store, String snapshot, String code, String message) {

    private static final String SUFFIX = ".json";

    /** @param object key below {@code decisions/} */
    static UnreadableDecision at(String object, RepositoryException why) {
        String[] parts = object.split("/", -1);
        String name = parts[parts.length - 1];
        return new UnreadableDecision(
                object,
                parts.length > 1 ? parts[1] : "",
                name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
                why.code(),
                why.getMessage());
    }

    /** For who cannot do with less than all. */
    RepositoryException asFailure() {
        return code.equals(DamagedSnapshotException.CODE)
                ? DamagedSnapshotException.told(object, message)
                : new RepositoryException.Permanent(code, message);
    }
}
