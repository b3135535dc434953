package io.snapledger.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a backup runs. */
public enum TriggerReason {
    @JsonProperty("schedule")
    SCHEDULE,
    @JsonProperty("catch-up")
    CATCH_UP,
    @JsonProperty("manual")
    MANUAL,
    @JsonProperty("event")
    EVENT,
    @JsonProperty("safety")
    SAFETY
}
