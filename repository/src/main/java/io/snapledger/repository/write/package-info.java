/**
 * Makes snapshots. The way of the bytes: the caller's thread cuts chunks ({@link io.snapledger.repository.format.Chunker}) and hands
 * over batches of about 1 MiB; one thread digests the streams, some name and compress chunks, one puts them in order into segments.
 */
package io.snapledger.repository.write;
