package io.snapledger.repository;

/**
 * An object as a listing shows it.
 *
 * @param key path within the repository
 * @param length bytes
 * @param version opaque; another one after the object was replaced or was deleted and created again, so that what was read before
 *     need not be read again while it stays. It says nothing of the order of changes. To be compared with those that the same backend
 *     showed for the same key; what {@link RepositoryBackend#replace} takes is that of a {@link VersionedObject} alone
 */
public record ObjectStat(String key, long length, String version) {}
