package io.snapledger.dump.staging;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;

/** One line of an attempt's journal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalFact.Claimed.class, name = "claimed"),
    @JsonSubTypes.Type(value = JournalFact.Staged.class, name = "segment"),
    @JsonSubTypes.Type(value = JournalFact.Listed.class, name = "list"),
    @JsonSubTypes.Type(value = JournalFact.Ended.class, name = "ended")
})
sealed interface JournalFact {

    /** Always the first line: @param request the dump.requested event, CloudEvents JSON */
    record Claimed(String attempt, JsonNode request) implements JournalFact {}

    record Staged(int number, long length, String sha256) implements JournalFact {}

    record Listed(long length, String sha256) implements JournalFact {}

    /** Always the last line: @param event the dump.completed or dump.failed event, CloudEvents JSON */
    record Ended(JsonNode event) implements JournalFact {}
}
