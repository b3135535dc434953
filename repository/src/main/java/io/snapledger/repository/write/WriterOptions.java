package io.snapledger.repository.write;

import io.snapledger.repository.format.ChunkSizes;

/**
 * @param sizes of chunks; fixed for an epoch
 * @param zstdLevel 1 to 19; 0 stores chunks as they are
 * @param workers threads that digest and compress
 * @param segmentBytes where a segment ends, 32 MiB by default
 */
public record WriterOptions(ChunkSizes sizes, int zstdLevel, int workers, int segmentBytes) {

    public static final WriterOptions DEFAULT = new WriterOptions(ChunkSizes.STANDARD, 1, 2, 32 << 20);

    public WriterOptions {
        if (zstdLevel < 0 || zstdLevel > 19) {
            throw new IllegalArgumentException("zstd level is " + zstdLevel + "; it is 0 to 19");
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers are " + workers + "; there is at least 1");
        }
        if (segmentBytes < 4096 || segmentBytes > 32 << 20) {
            throw new IllegalArgumentException("segment size is " + segmentBytes + "; it is 4 KiB to 32 MiB");
        }
    }
}
