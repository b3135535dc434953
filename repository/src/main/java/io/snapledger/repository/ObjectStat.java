package io.snapledger.repository;

/**
 * An object as a listing shows it.
 *
 * @param key path within the repository
 * @param length bytes
 */
public record ObjectStat(String key, long length) {}
