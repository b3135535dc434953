package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.events.RestoreClaimed;
import java.util.List;
import java.util.Optional;

/** The places of one restore: claimed in the log before anything is changed, and let go when nothing will be. */
final class HeldPlaces {

    private final RestoreDesk.Parts parts;
    private final AttemptProgress progress;
    private final InsistentPublisher publisher;
    private boolean claimed;

    HeldPlaces(RestoreDesk.Parts parts, AttemptProgress progress, InsistentPublisher publisher) {
        this.parts = parts;
        this.progress = progress;
        this.publisher = publisher;
    }

    /**
     * All targets or none, before any is changed.
     *
     * @throws RestoreFailure if another restore holds one
     */
    void take(PlannedRestores planned) throws RestoreFailure, InterruptedException {
        RestoreRecord record = progress.record();
        parts.claims().expect(record.id(), record.number());
        claimed = true;
        publisher.publish(new RestoreClaimed(
                record.id(),
                parts.worker(),
                record.number(),
                PlaceClaims.inEvent(planned.stores()),
                record.deadline()));
        Optional<PlaceClaims.Taken> taken = parts.claims().verdict(record.id(), record.number());
        if (taken.isPresent()) {
            PlaceClaims.Taken other = taken.get();
            throw new RestoreFailure(
                    FailureCode.TARGET_BUSY,
                    "restore " + other.holder() + " into " + other.words() + " is running on " + other.worker()
                            + "; HINT: wait for it, or cancel it");
        }
    }

    /** What an earlier try claimed is held still, if its process ended before it could say so. */
    void letGo() throws InterruptedException {
        RestoreRecord record = progress.record();
        if (claimed || record.number() > 1) {
            publisher.publish(
                    new RestoreClaimed(record.id(), parts.worker(), record.number(), List.of(), record.deadline()));
        }
    }
}
