package io.snapledger.events;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a backup, or one store of it, ended. */
public enum Outcome {
    /** The first repository of the plan has a committed snapshot of the store, of every store; nothing was missed. */
    @JsonProperty("complete")
    COMPLETE,
    /** Committed, but something of the store was missed; of a backup: some of its stores are committed, not all are complete. */
    @JsonProperty("partial")
    PARTIAL,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED,
    /** The repository could not be asked until an hour past the deadline; also what words of a later version are read as. */
    @JsonEnumDefaultValue
    @JsonProperty("undecided")
    UNDECIDED
}
