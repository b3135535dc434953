package io.snapledger.repository.write;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What {@link WriterProgress} shows. */
final class Counters {

    final AtomicLong read = new AtomicLong();
    final AtomicLong stored = new AtomicLong();
    final AtomicLong known = new AtomicLong();
    final AtomicLong chunks = new AtomicLong();
    final AtomicLong chunksKnown = new AtomicLong();
    final AtomicInteger segments = new AtomicInteger();

    WriterProgress progress() {
        return new WriterProgress(
                read.get(), stored.get(), known.get(), chunks.get(), chunksKnown.get(), segments.get());
    }
}
