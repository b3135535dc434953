package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An attempt is sealed: tool exit 0, trailer or checksum right, inventory taken, manifest written.
 *
 * @param order what was dumped, and where it shall rest
 * @param content what the attempt has sealed
 * @param worker id of the replica that holds the bytes
 * @param streams what was dumped, at most 200 streams; the manifest has them all
 * @param notIncluded what the dump leaves out, and why; what was missed first
 * @param warnings what a person should know
 */
public record DumpCompleted(
        SnapshotOrder order,
        SealedContent content,
        String worker,
        List<StreamFact> streams,
        List<NotIncluded> notIncluded,
        List<String> warnings)
        implements EventData, Ordered {
    public DumpCompleted {
        requireNonNull(order, "order is missing");
        requireNonNull(content, "content is missing");
        requireNonNull(worker, "worker is missing");
        streams = streams == null ? List.of() : List.copyOf(streams);
        notIncluded = notIncluded == null ? List.of() : List.copyOf(notIncluded);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** `<number>-<claim>`. */
    public String attempt() {
        return content.attempt();
    }

    @Override
    public String subject() {
        return snapshot();
    }

    @Override
    public String attemptPart() {
        return attempt();
    }
}
