package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * The first byte may now change in a target.
 *
 * @param restore id of the restore
 * @param worker replica that executes
 * @param number 1 for the first try, more after a crash
 */
public record RestoreStarted(String restore, String worker, int number) implements EventData {
    public RestoreStarted {
        requireNonNull(restore, "restore is missing");
        requireNonNull(worker, "worker is missing");
    }

    @Override
    public String subject() {
        return restore;
    }

    @Override
    public String attemptPart() {
        return Integer.toString(number);
    }
}
