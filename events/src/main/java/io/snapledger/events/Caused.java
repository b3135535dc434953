package io.snapledger.events;

/** Data of an event that a person or a platform can cause. */
public sealed interface Caused
        permits BackupTriggered,
                BackupCancelled,
                RestoreRequested,
                RestoreCancelled,
                ExpiryRequested,
                UndeleteRequested {

    /** Who caused it, as one of our services has authenticated them; null if nobody was. */
    @Nullable
    Caller caller();

    /** The same, caused by another, or by nobody that we know of. */
    EventData withCaller(@Nullable Caller other);
}
