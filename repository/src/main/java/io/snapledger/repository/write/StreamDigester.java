package io.snapledger.repository.write;

import java.util.concurrent.CountDownLatch;

/** Digests the plaintext of the streams, in order. One thread. */
final class StreamDigester implements Pipeline.Stage {

    private final Pipeline pipeline;
    private final Batch end;
    private final CountDownLatch ended = new CountDownLatch(1);

    StreamDigester(Pipeline pipeline, Batch end) {
        this.pipeline = pipeline;
        this.end = end;
    }

    @Override
    public void take(Batch batch) {
        if (batch == end) {
            ended.countDown();
            return;
        }
        batch.stream.digest.update(batch.data, 0, batch.length);
        batch.stream.bytes += batch.length;
        if (batch.letGo()) {
            pipeline.giveBack(batch);
        }
    }

    /** Returns when every stream is digested, and what was found may be read. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }
}
