package io.snapledger.repository.write;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * Where a {@link SnapshotWriter} puts its segments: dump-service's staging. All calls come from one thread of the writer, in
 * order; every one may block for as long as there is no room, which stalls the dump. An exception fails the whole snapshot
 * and reaches whoever writes its streams. An abort interrupts the thread.
 */
public interface SegmentSink {

    /**
     * Begins a segment; numbers count up from 1. The writer closes the channel, also when it is aborted.
     *
     * @throws InterruptedException if aborted while waiting for room
     */
    WritableByteChannel begin(int number) throws IOException, InterruptedException;

    /**
     * The segment is whole and its channel is closed. Makes it durable and read-only, then journals and announces it.
     *
     * @param length bytes written
     * @param sha256 lower-case hex of the bytes written
     */
    void staged(int number, long length, String sha256) throws IOException, InterruptedException;

    /**
     * The plain segment list, after the last segment. Makes it durable.
     *
     * @param list the bytes
     * @param sha256 lower-case hex of them
     */
    void list(byte[] list, String sha256) throws IOException, InterruptedException;
}
