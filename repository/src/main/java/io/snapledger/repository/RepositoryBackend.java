package io.snapledger.repository;

import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Bytes under keys: everything a place must offer to be a repository. Kept small on purpose, so that adding a kind stays
 * cheap. Keys are relative paths made by {@link RepositoryLayout} alone: parts of {@code [a-z0-9._-]}, joined by slashes;
 * anything else is an {@link IllegalArgumentException}.
 *
 * <p>What holds for every kind:
 * <ul>
 *   <li>An object is there whole or not at all. A reader never sees half of one, whatever dies when.
 *   <li>What a call has reported as done survives a power cut, and every later read, stat and list of any process sees it.
 *   <li>Failures are {@link RepositoryException}s. {@code Permanent}: trying again cannot help, and nothing was written.
 *       {@code Transient}: it may help; after one, a {@code create} or {@code replace} may or may not have happened, and the
 *       caller must read before it decides anything. A failed write may leave temporary files that no call shows.
 *   <li>Safe for use by many threads and many processes. Nothing is retried inside.
 * </ul>
 *
 * <p>{@code RepositoryBackendContract} in the tests is this text as a program.
 */
public interface RepositoryBackend extends AutoCloseable {

    /**
     * Stores an object that must not exist yet. Exactly one of any number of concurrent calls for a key reports
     * {@link PutOutcome#CREATED}. Length and SHA-256 are checked on the bytes stored, before they get their name; a
     * difference is a {@link DigestMismatchException} and nothing is stored.
     *
     * @return EXISTS if there is one already; the source need not have been read then
     */
    PutOutcome create(String key, ObjectSource source);

    /**
     * Compare-and-swap of a small object: stores {@code content} if the object still has that version.
     *
     * @return false if it has another version or does not exist; nothing was changed
     */
    boolean replace(String key, String version, byte[] content);

    /**
     * A whole small object.
     *
     * @param limit most bytes to accept; a longer object is a {@link DamagedSnapshotException}, and is not read
     * @return empty if it does not exist
     * @throws DamagedSnapshotException if something is there that is no file, be it a link to one; so for every call about one object
     */
    Optional<VersionedObject> get(String key, int limit);

    /**
     * A range of an object. The stream ends after {@code length} bytes; should the object end earlier the stream ends with
     * it, and the caller has to notice. Reading it may throw {@link java.io.IOException}.
     *
     * @throws ObjectMissingException if it does not exist
     */
    InputStream read(String key, long offset, long length);

    /**
     * The file of this host that is the object, where there is one: to be sent by the kernel.
     *
     * @return to be closed when it was sent; empty if the object does not exist or is no file here
     */
    default Optional<ObjectFile> file(String key) {
        return Optional.empty();
    }

    /** Length and version of an object, as a listing shows them; empty if it does not exist. */
    Optional<ObjectStat> stat(String key);

    /**
     * Every object whose key starts with {@code prefix}, ascending by key: by the bytes of its UTF-8, which for keys is the order of
     * {@link String#compareTo}. The prefix is empty or ends with a slash. Objects that come or go while it runs may be shown or not;
     * all others are shown exactly once, however many there are. What is no object is passed over.
     */
    default void list(String prefix, Consumer<ObjectStat> sink) {
        list(prefix, sink, stray -> {});
    }

    /** As {@link #list(String, Consumer)}, and tells of what is there and is no object, in no order: none of it stops the listing. */
    void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays);

    /**
     * Removes objects for good. When it returns none of them is there, whether or not it was before; nobody is told which. A
     * failure with one keeps it from no other: all are tried, then the first failure is thrown with the others suppressed. After it
     * any of them may be there or gone, and the same call again is the way on.
     *
     * @param keys in any number and order; one that is named twice is deleted once
     * @throws IllegalArgumentException if one is no key; nothing is deleted then
     */
    void delete(Collection<String> keys);

    /** As {@link #delete(Collection)}, of one object. */
    default void delete(String key) {
        delete(List.of(key));
    }

    /** What this is, for messages: kind and place, no secrets. */
    String description();

    /** Lets go of connections; objects are unaffected. */
    @Override
    void close();
}
