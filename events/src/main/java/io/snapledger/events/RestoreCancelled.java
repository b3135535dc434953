package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Somebody asked to stop a restore. Every replica hears it; the one that has the restore ends it.
 *
 * @param restore id of the restore
 * @param caller who asked, as the service that was asked has authenticated them
 */
public record RestoreCancelled(String restore, @Nullable Caller caller) implements EventData, Caused {
    public RestoreCancelled {
        requireNonNull(restore, "restore is missing");
    }

    @Override
    public RestoreCancelled withCaller(@Nullable Caller other) {
        return new RestoreCancelled(restore, other);
    }

    @Override
    public String subject() {
        return restore;
    }
}
