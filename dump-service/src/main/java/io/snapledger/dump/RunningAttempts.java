package io.snapledger.dump;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts whose threads are alive: each has a heart, a deadline, and an ear for what others say about it. */
final class RunningAttempts {

    private final ControlView control;
    private final Set<DumpAttempt> running = ConcurrentHashMap.newKeySet();

    RunningAttempts(ControlView control) {
        this.control = control;
        control.onChange(this::heard);
    }

    void add(DumpAttempt attempt) {
        running.add(attempt);
        object(attempt); // what came before it was added
    }

    void remove(DumpAttempt attempt) {
        running.remove(attempt);
    }

    List<DumpAttempt> all() {
        return List.copyOf(running);
    }

    /** Called every second or so. */
    void tick(Instant now) {
        running.forEach(attempt -> attempt.tick(now));
    }

    private void heard(String subject) {
        for (DumpAttempt attempt : running) {
            if (subject.equals(attempt.request().snapshot())
                    || subject.equals(attempt.request().backup())) {
                object(attempt);
            }
        }
    }

    private void object(DumpAttempt attempt) {
        control.objection(attempt.request(), attempt.number()).ifPresent(attempt::stop);
    }
}
