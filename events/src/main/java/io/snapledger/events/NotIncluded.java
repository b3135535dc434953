package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Something that a dump leaves out.
 *
 * @param what what
 * @param reason why
 */
public record NotIncluded(String what, String reason) {
    public NotIncluded {
        requireNonNull(what, "what is missing");
        requireNonNull(reason, "reason is missing");
    }
}
