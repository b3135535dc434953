package io.snapledger.events.kafka;

import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of the topics of one installation.
 *
 * @param prefix goes before every name, e.g. {@code "prod."}; may be empty; letters, digits, dots and hyphens, at most
 *     100
 */
public record Topics(String prefix) {

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9.-]{0,100}");

    public Topics {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("topic prefix is not valid: '" + prefix
                    + "'; HINT: use letters, digits, dots and hyphens, at most 100");
        }
    }

    /** The topic of an event type, e.g. {@code backup.triggered}. */
    public String name(EventType type) {
        return prefix + type.topic();
    }

    /** Where a service puts records that it cannot read, e.g. {@code scheduler.dead-letter}. */
    public String deadLetter(Role service) {
        return prefix + service.name().toLowerCase(Locale.ROOT) + ".dead-letter";
    }

    /** The only event type that belongs into a topic; empty for topics that are none of ours. */
    public Optional<EventType> typeOf(String topic) {
        for (EventType type : EventType.values()) {
            if (topic.equals(name(type))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
