package io.snapledger.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import java.util.Comparator;

/**
 * What a repository says became of a snapshot, as read when the catalog was rebuilt.
 *
 * @param repository name of the repository
 * @param decision the decision
 */
public record KnownDecision(String repository, Decision decision) {

    /** A decision only moves on, but for an expiry that was taken back; then the later reading is another rebuild's. */
    private static final Comparator<KnownDecision> FURTHER = Comparator.comparing(
                    (KnownDecision it) -> it.decision.state())
            .thenComparing(it -> it.decision.since())
            .thenComparing(KnownDecision::json);

    public KnownDecision {
        requireNonNull(repository, "repository is missing");
        requireNonNull(decision, "decision is missing");
    }

    public String snapshot() {
        return decision.subject().snapshot().value();
    }

    public String backup() {
        return decision.subject().backup();
    }

    /** The one to keep of two of the same snapshot and repository: the one that is further on. */
    public KnownDecision join(KnownDecision other) {
        return FURTHER.compare(this, other) >= 0 ? this : other;
    }

    public String json() {
        return new String(DecisionCodec.write(decision), UTF_8);
    }

    public static KnownDecision parse(String repository, String json) {
        return new KnownDecision(repository, DecisionCodec.read("the catalog's " + repository, json.getBytes(UTF_8)));
    }
}
