package io.snapledger.dump;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.SealedContent;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What an attempt does, as told. */
final class ScriptedWork implements DumpAttempt.Work {

    private final DumpRequested asked;
    private final String attempt;
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    int interrupts;
    private boolean waits;
    private int deaf;
    private Throwable failure;

    ScriptedWork(DumpRequested asked, String attempt) {
        this.asked = asked;
        this.attempt = attempt;
    }

    ScriptedWork waiting() {
        waits = true;
        return this;
    }

    ScriptedWork deafFor(int times) {
        waits = true;
        deaf = times;
        return this;
    }

    ScriptedWork failing(Throwable with) {
        failure = with;
        return this;
    }

    @Override
    public DumpCompleted run() throws StoreException, IOException, InterruptedException {
        began.countDown();
        if (failure instanceof StoreException store) {
            throw store;
        } else if (failure instanceof IOException io) {
            throw io;
        } else if (failure instanceof Error error) {
            throw error;
        }
        while (waits && go.getCount() > 0) {
            try {
                go.await();
            } catch (InterruptedException e) {
                interrupts++;
                if (interrupts > deaf) {
                    throw e;
                }
            }
        }
        return new DumpCompleted(
                asked.order(),
                new SealedContent(
                        attempt,
                        "0".repeat(16),
                        new ManifestReference(1, 1, 10, "0".repeat(64)),
                        new ObjectReference(10, "0".repeat(64)),
                        List.of(),
                        List.of(),
                        1,
                        10,
                        10,
                        1,
                        0,
                        null,
                        "tool 1",
                        "server 1",
                        Requests.DUE,
                        Requests.DUE),
                "a",
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public Figures figures() {
        return new Figures("dumping", 1, 1, 0);
    }
}
