package io.snapledger.repository;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.Nullable;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.SegmentOwner;
import io.snapledger.repository.format.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The JSON of a {@link Decision}: one object in one line, whose last field {@code sha256} is the digest of all bytes before
 * {@code ,"sha256":}. It shows rot; forgery is shown by the sealed manifest. Fields a reader does not know are ignored.
 */
public final class DecisionCodec {

    /** Most bytes of a decision. */
    public static final int LIMIT = ObjectKind.DECISION.limit();

    static final int VERSION = 1;

    private static final String DIGEST = ",\"sha256\":\"";
    private static final String END = "\"}\n";
    private static final int TAIL = DIGEST.length() + 64 + END.length();

    private static final ObjectMapper JSON = ObjectJson.mapper()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private DecisionCodec() {}

    /**
     * @throws IllegalArgumentException if it is longer than {@link #LIMIT}
     */
    public static byte[] write(Decision decision) {
        try {
            byte[] json = JSON.writeValueAsBytes(Wire.of(decision));
            byte[] body = Arrays.copyOf(json, json.length - 1); // the digest comes before the closing brace
            byte[] tail = (DIGEST + Sha256.hex(body) + END).getBytes(StandardCharsets.US_ASCII);
            byte[] all = Arrays.copyOf(body, body.length + tail.length);
            System.arraycopy(tail, 0, all, body.length, tail.length);
            if (all.length > LIMIT) {
                throw new IllegalArgumentException(
                        "decision of " + decision.subject().snapshot() + " has " + all.length + " bytes, at most "
                                + LIMIT + " are allowed; HINT: a plan with fewer stores");
            }
            return all;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot write decision of " + decision.subject().snapshot(), e);
        }
    }

    /**
     * @param path of the object, for messages
     * @throws DamagedSnapshotException if it is not a whole decision
     */
    public static Decision read(String path, byte[] bytes) {
        if (bytes.length < TAIL || bytes.length > LIMIT) {
            throw new DamagedSnapshotException(
                    path, "a decision of " + TAIL + " to " + LIMIT + " bytes", bytes.length + " bytes");
        }
        byte[] body = Arrays.copyOf(bytes, bytes.length - TAIL);
        String tail = new String(bytes, body.length, TAIL, StandardCharsets.ISO_8859_1);
        String expected = DIGEST + Sha256.hex(body) + END;
        if (!tail.equals(expected)) {
            throw new DamagedSnapshotException(path, "an end of " + expected.strip(), tail.strip());
        }
        body = Arrays.copyOf(body, body.length + 1);
        body[body.length - 1] = '}';
        try {
            Wire wire = JSON.readValue(body, Wire.class);
            if (wire.version() != VERSION) {
                throw new RepositoryException.Permanent(
                        "format-unknown",
                        path + " has version " + wire.version() + ", this program reads " + VERSION
                                + "; HINT: use a later Snapledger");
            }
            return wire.decision();
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new DamagedSnapshotException(path, "a decision", String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads the decision at a key; one that is of another snapshot or store is damage as well.
     *
     * @throws DamagedSnapshotException if it is not a whole decision of that name
     */
    public static Decision readAt(String key, byte[] bytes) {
        Decision decision = read(key, bytes);
        Decision.Subject subject = decision.subject();
        if (!RepositoryLayout.decision(subject.store(), subject.snapshot()).equals(key)) {
            throw new DamagedSnapshotException(
                    key, "the decision of that name", "that of " + subject.store() + "/" + subject.snapshot());
        }
        return decision;
    }

    /** The fields as they stand in the object; those that a state does not have are absent. */
    record Wire(
            int version,
            Decision.State state,
            String installation,
            String store,
            String snapshot,
            String backup,
            String plan,
            String kind,
            Instant dueAt,
            List<String> backupStores,
            @Nullable String safetyFor,
            @Nullable String attempt,
            @Nullable String epoch,
            @Nullable ManifestReference manifest,
            @Nullable ObjectReference segmentList,
            @Nullable List<SegmentOwner> owners,
            @Nullable Integer segments,
            @Nullable Long bytesRead,
            @Nullable Long bytesStored,
            @Nullable Long objects,
            @Nullable Long missed,
            @Nullable Instant startedAt,
            @Nullable Instant sealedAt,
            @Nullable String toolVersion,
            @Nullable String serverVersion,
            @Nullable String suspect,
            @Nullable Instant committedAt,
            @Nullable String rule,
            @Nullable Instant expiredAt,
            @Nullable Instant deletedAt,
            @Nullable String reason,
            @Nullable Instant abortedAt) {

        static Wire of(Decision decision) {
            Decision.Subject subject = decision.subject();
            Decision.Content content = decision.content();
            Ends ends = Ends.of(decision);
            boolean stored = content != null;
            return new Wire(
                    VERSION,
                    decision.state(),
                    subject.installation(),
                    subject.store().value(),
                    subject.snapshot().value(),
                    subject.backup(),
                    subject.plan(),
                    subject.kind(),
                    subject.dueAt(),
                    subject.backupStores(),
                    subject.safetyFor(),
                    stored ? content.attempt().toString() : null,
                    stored ? content.epoch() : null,
                    stored ? content.manifest() : null,
                    stored ? content.segmentList() : null,
                    stored ? content.owners() : null,
                    stored ? content.segments() : null,
                    stored ? content.bytesRead() : null,
                    stored ? content.bytesStored() : null,
                    stored ? content.objects() : null,
                    stored ? content.missed() : null,
                    stored ? content.startedAt() : null,
                    stored ? content.sealedAt() : null,
                    stored ? content.toolVersion() : null,
                    stored ? content.serverVersion() : null,
                    stored ? content.suspect() : null,
                    ends.committedAt(),
                    ends.rule(),
                    ends.expiredAt(),
                    ends.deletedAt(),
                    ends.reason(),
                    ends.abortedAt());
        }

        Decision decision() {
            Decision.Subject subject = new Decision.Subject(
                    installation,
                    new StoreName(store),
                    new SnapshotId(snapshot),
                    backup,
                    plan,
                    kind,
                    dueAt,
                    backupStores,
                    safetyFor);
            return switch (state) {
                case COMMITTED -> new Decision.Committed(subject, content(), committedAt);
                case EXPIRED -> new Decision.Expired(subject, content(), committedAt, rule, expiredAt);
                case DELETED -> new Decision.Deleted(subject, content(), committedAt, rule, expiredAt, deletedAt);
                case ABORTED -> new Decision.Aborted(subject, reason, abortedAt);
            };
        }

        private Decision.Content content() {
            return new Decision.Content(
                    AttemptId.parse(attempt),
                    epoch,
                    manifest,
                    segmentList,
                    owners,
                    segments,
                    bytesRead,
                    bytesStored,
                    objects,
                    missed,
                    startedAt,
                    sealedAt,
                    toolVersion,
                    serverVersion,
                    suspect);
        }
    }

    /** What distinguishes the states. */
    private record Ends(
            @Nullable Instant committedAt,
            @Nullable String rule,
            @Nullable Instant expiredAt,
            @Nullable Instant deletedAt,
            @Nullable String reason,
            @Nullable Instant abortedAt) {

        static Ends of(Decision decision) {
            if (decision instanceof Decision.Committed committed) {
                return new Ends(committed.committedAt(), null, null, null, null, null);
            } else if (decision instanceof Decision.Expired expired) {
                return new Ends(expired.committedAt(), expired.rule(), expired.expiredAt(), null, null, null);
            } else if (decision instanceof Decision.Deleted deleted) {
                return new Ends(
                        deleted.committedAt(), deleted.rule(), deleted.expiredAt(), deleted.deletedAt(), null, null);
            } else if (decision instanceof Decision.Aborted aborted) {
                return new Ends(null, null, null, null, aborted.reason(), aborted.abortedAt());
            }
            throw new IllegalStateException("no such decision: " + decision.getClass());
        }
    }
}
