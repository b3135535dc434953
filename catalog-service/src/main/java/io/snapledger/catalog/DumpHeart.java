package io.snapledger.catalog;

import java.time.Instant;

/**
 * The last heartbeat of an attempt that has not ended.
 *
 * @param attempt `number-claim`
 * @param worker replica
 * @param phase `dumping`, `stalled`, `sealing` or `uploading`
 * @param bytesRead plaintext bytes read so far
 * @param bytesStaged sealed bytes staged so far
 * @param bytesExpected estimate of the plaintext bytes, 0 if unknown
 * @param at when
 */
public record DumpHeart(
        String attempt,
        String worker,
        String phase,
        long bytesRead,
        long bytesStaged,
        long bytesExpected,
        Instant at) {}
