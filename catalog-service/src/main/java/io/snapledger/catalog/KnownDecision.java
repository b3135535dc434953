package io.snapledger.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.UnreadableDecision;
import java.time.Instant;
import java.util.Comparator;

/**
 * What a repository says became of a snapshot, as read when the catalog was rebuilt.
 *
 * @param repository name of the repository
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param decision the decision; null if there is one and it cannot be read
 * @param damage why it cannot be read; null if it can
 */
public record KnownDecision(
        String repository,
        String snapshot,
        String store,
        @Nullable Decision decision,
        @Nullable Damage damage) {

    /** How an unreadable one is kept; its first field tells it from a decision. */
    private record Kept(Damage damage, String snapshot, String store) {}

    private static final String UNREADABLE = "{\"damage\":";

    private static final Comparator<KnownDecision> FURTHER = Comparator.comparing(
                    (KnownDecision it) -> it.decision.revision())
            .thenComparing(it -> it.decision.state())
            .thenComparing(it -> it.decision.since())
            .thenComparing(KnownDecision::json);

    public KnownDecision {
        requireNonNull(repository, "repository is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        if ((decision == null) == (damage == null)) {
            throw new IllegalArgumentException("a decision of " + snapshot + " is either read or damaged");
        }
    }

    public KnownDecision(String repository, Decision decision) {
        this(
                repository,
                decision.subject().snapshot().value(),
                decision.subject().store().value(),
                decision,
                null);
    }

    /** One that cannot be read; its key names a snapshot. */
    static KnownDecision unreadable(String repository, UnreadableDecision it, Instant foundAt) {
        return new KnownDecision(
                repository, it.snapshot(), it.store(), null, new Damage(it.object(), it.message(), foundAt));
    }

    public String backup() {
        return decision == null
                ? Identities.backupOf(snapshot)
                : decision.subject().backup();
    }

    /**
     * The one to keep of two of the same snapshot and repository: the one that is further on. What could not be read once counts
     * as damaged until the catalog is made anew.
     */
    public KnownDecision join(KnownDecision other) {
        if (damage != null && other.damage != null) {
            return damage.foundAt().isAfter(other.damage.foundAt()) ? other : this;
        } else if (damage != null || other.damage != null) {
            return damage != null ? this : other;
        }
        return FURTHER.compare(this, other) >= 0 ? this : other;
    }

    public String json() {
        return decision == null
                ? LedgerJson.write(new Kept(damage, snapshot, store))
                : new String(DecisionCodec.write(decision), UTF_8);
    }

    /** Whether a text is that of one that could not be read. */
    public static boolean isUnreadable(String json) {
        return json.startsWith(UNREADABLE);
    }

    public static KnownDecision parse(String repository, String json) {
        if (isUnreadable(json)) {
            Kept kept = LedgerJson.read(json, Kept.class);
            return new KnownDecision(repository, kept.snapshot(), kept.store(), null, kept.damage());
        }
        return new KnownDecision(repository, DecisionCodec.read("the catalog's " + repository, json.getBytes(UTF_8)));
    }
}
