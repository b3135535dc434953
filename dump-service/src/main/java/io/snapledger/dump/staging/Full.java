package io.snapledger.dump.staging;

import java.io.IOException;

/** A full file system is waited for like a used up quota. */
final class Full {

    private Full() {}

    /** Something that writes, and may be tried again if the file system was full. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    /** @throws StagingStalledException if the file system stayed full for too long */
    static void retry(Quota quota, Stall stall, Writing writing) throws IOException {
        try {
            writing.run();
            return;
        } catch (IOException e) {
            requireFull(e);
        }
        stall.begin();
        try {
            while (true) {
                stall.check("the file system of staging is full, although only " + quota.used() + " of " + quota.limit()
                        + " bytes of the quota are used");
                quota.awaitFreed();
                try {
                    writing.run();
                    return;
                } catch (IOException e) {
                    requireFull(e);
                }
            }
        } finally {
            stall.end();
        }
    }

    private static void requireFull(IOException e) throws IOException {
        if (!Durably.isFull(e)) {
            throw e;
        }
    }
}
