package io.snapledger.catalog;

import java.time.Instant;

/**
 * Something of a snapshot that was found missing or changed.
 *
 * @param object path of the object in the repository
 * @param message expected and found
 * @param foundAt when
 */
public record Damage(String object, String message, Instant foundAt) {}
