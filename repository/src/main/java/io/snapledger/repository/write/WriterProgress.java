package io.snapledger.repository.write;

/**
 * Counters of a {@link SnapshotWriter}, each monotonic; taken without a lock.
 *
 * @param bytesRead plaintext bytes taken from the streams
 * @param bytesStored bytes handed to the sink
 * @param bytesKnown plaintext bytes that were referred to instead of being stored
 * @param chunks chunks cut
 * @param chunksKnown chunks referred to instead of being stored
 * @param segments segments staged
 */
public record WriterProgress(
        long bytesRead, long bytesStored, long bytesKnown, long chunks, long chunksKnown, int segments) {}
