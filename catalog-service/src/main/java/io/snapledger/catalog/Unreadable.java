package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.time.Instant;

/**
 * A place of the log that the catalog could not read: a record that is no event of ours, or records that Kafka had removed
 * before they were read. Shown, never skipped silently.
 *
 * @param at where
 * @param until the first offset behind it
 * @param code constant word, e.g. `unknown-type`, `removed`
 * @param message fact and values
 * @param time timestamp of the record, if there is one
 */
public record Unreadable(
        Coordinates at,
        long until,
        String code,
        String message,
        @Nullable Instant time) {}
