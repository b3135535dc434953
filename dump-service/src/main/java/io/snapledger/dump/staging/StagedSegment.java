package io.snapledger.dump.staging;

/**
 * A segment that is closed, durable and journaled.
 *
 * @param number within the attempt, from 1
 * @param length bytes
 * @param sha256 lower-case hex
 */
public record StagedSegment(int number, long length, String sha256) {}
