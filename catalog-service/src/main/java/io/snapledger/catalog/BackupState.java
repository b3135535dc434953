package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import io.snapledger.events.Outcome;
import java.util.Locale;

/** Where a backup stands. */
public enum BackupState {
    /** It is known from decisions alone, and they do not tell how it ended. */
    HISTORY_UNKNOWN,
    RUNNING,
    /** Somebody asked to stop it; it has not ended yet. */
    CANCELLING,
    COMPLETE,
    PARTIAL,
    FAILED,
    CANCELLED,
    UNDECIDED;

    static BackupState of(Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> COMPLETE;
            case PARTIAL -> PARTIAL;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
            case UNDECIDED -> UNDECIDED;
        };
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
