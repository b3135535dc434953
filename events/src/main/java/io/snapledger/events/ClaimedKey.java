package io.snapledger.events;

import java.util.List;

/**
 * The name of something that is written; it stands for itself and all below it.
 *
 * @param segments from the whole to the part, as those of a path
 */
public record ClaimedKey(List<String> segments) {
    public ClaimedKey {
        segments = segments == null ? List.of() : List.copyOf(segments);
    }
}
