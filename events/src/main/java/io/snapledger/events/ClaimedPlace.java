package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A place that one restore at a time writes to.
 *
 * @param words for a person, e.g. a path or an address
 * @param exclusive what no other restore may touch meanwhile
 */
public record ClaimedPlace(String words, List<ClaimedKey> exclusive) {
    public ClaimedPlace {
        requireNonNull(words, "words are missing");
        exclusive = exclusive == null ? List.of() : List.copyOf(exclusive);
    }
}
