package io.snapledger.repository;

/**
 * A small object with the version that a compare-and-swap asks for.
 *
 * @param content all of it
 * @param version opaque; equal only while nobody has replaced the object
 */
public record VersionedObject(byte[] content, String version) {}
