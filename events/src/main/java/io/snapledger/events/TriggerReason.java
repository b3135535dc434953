package io.snapledger.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a backup runs. */
public enum TriggerReason {
    @JsonProperty("schedule")
    SCHEDULE,
    @JsonProperty("catch-up")
    CATCH_UP,
    @JsonProperty("manual")
    MANUAL,
    /** Asked for by an event; also what words of a later version are read as. */
    @JsonEnumDefaultValue
    @JsonProperty("event")
    EVENT,
    @JsonProperty("safety")
    SAFETY
}
