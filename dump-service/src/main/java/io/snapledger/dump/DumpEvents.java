package io.snapledger.dump;

import io.snapledger.dump.staging.StagedSegment;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.Nullable;
import io.snapledger.events.Role;
import io.snapledger.events.SegmentStaged;
import java.time.InstantSource;

/** The events of this worker, each caused by the request it answers. */
final class DumpEvents {

    private final String worker;
    private final InstantSource clock;

    /** @param worker id of this replica */
    DumpEvents(String worker, InstantSource clock) {
        this.worker = worker;
        this.clock = clock;
    }

    String worker() {
        return worker;
    }

    Event<DumpStarted> started(Event<DumpRequested> request, String attempt) {
        DumpRequested asked = request.data();
        return event(request, new DumpStarted(asked.backup(), asked.snapshot(), asked.store(), attempt, worker));
    }

    /**
     * @param index running number, from 0
     * @param phase {@code dumping}, {@code stalled}, {@code sealing} or {@code uploading}
     */
    Event<DumpProgress> progress(
            Event<DumpRequested> request,
            String attempt,
            int index,
            String phase,
            long bytesRead,
            long bytesStaged,
            long bytesExpected) {
        DumpRequested asked = request.data();
        return event(
                request,
                new DumpProgress(
                        asked.backup(),
                        asked.snapshot(),
                        asked.store(),
                        attempt,
                        worker,
                        index,
                        phase,
                        bytesRead,
                        bytesStaged,
                        bytesExpected));
    }

    Event<SegmentStaged> staged(Event<DumpRequested> request, String attempt, StagedSegment segment) {
        DumpRequested asked = request.data();
        return event(
                request,
                new SegmentStaged(
                        asked.snapshot(),
                        asked.store(),
                        attempt,
                        worker,
                        segment.number(),
                        segment.length(),
                        segment.sha256(),
                        asked.repositories()));
    }

    Event<DumpCompleted> completed(Event<DumpRequested> request, DumpCompleted completed) {
        return event(request, completed);
    }

    /** @param attempt null when none was claimed */
    Event<DumpFailed> failed(Event<DumpRequested> request, @Nullable String attempt, Failure failure) {
        return event(
                request,
                new DumpFailed(
                        request.data().order(),
                        attempt,
                        failure.reason().code(),
                        failure.message(),
                        failure.reason().isTransient(),
                        false));
    }

    private <D extends EventData> Event<D> event(Event<DumpRequested> request, D data) {
        return Event.of(Role.DUMP, clock.instant(), data).causedBy(request);
    }
}
