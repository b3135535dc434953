package io.snapledger.restore;

import io.snapledger.events.PlannedRestore;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.Place;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One snapshot on its way into one target.
 *
 * @param repository read from
 * @param decision as read while planning
 * @param content of its manifest
 * @param target where to
 * @param place where that is, as the engine says
 * @param plan what would happen
 */
public record StoreRestore(
        SnapshotRepository repository,
        Decision decision,
        SnapshotContent content,
        RestoreTarget target,
        Place place,
        RestorePlan plan) {

    private static final int SHOWN = 20;

    public String store() {
        return decision.subject().store().value();
    }

    /** How much is restored; of single paths roughly, as the engine's plan says. */
    public long bytes() {
        long all = decision.content().bytesRead();
        return target.only().isEmpty() ? all : plan.requiredBytes().orElse(all);
    }

    /** The target in words: its store, what of it this restore replaces or adds, and which paths of the snapshot alone. */
    public String targetWords() {
        StringBuilder words = new StringBuilder(target.store().name());
        words.append(" at ").append(place.words());
        if (!target.options().isEmpty()) {
            words.append(" with ").append(new TreeMap<>(target.options()));
        }
        if (!target.only().isEmpty()) {
            words.append(", only ").append(some(target.only()));
        }
        return words.toString();
    }

    /** What the snapshot does not hold though it should, and why it may not be what the store should hold. */
    private List<String> flaws() {
        List<String> flaws = new ArrayList<>();
        String suspect = decision.content().suspect();
        if (suspect != null) {
            flaws.add("this snapshot is suspect: " + suspect);
        }
        List<String> missed = content.notIncluded().stream()
                .filter(not -> not.cause() == NotIncluded.Cause.MISSED)
                .map(not -> not.what() + " (" + not.reason() + ")")
                .toList();
        if (!missed.isEmpty()) {
            long count = content.missed();
            flaws.add("this snapshot misses " + count + (count == 1 ? " thing: " : " things: ") + some(missed));
        }
        return flaws;
    }

    private static String some(List<String> words) {
        return String.join(", ", words.subList(0, Math.min(SHOWN, words.size())))
                + (words.size() > SHOWN ? ", … (" + words.size() + " in all)" : "");
    }

    PlannedRestore inEvent(List<String> blockers) {
        List<String> actions = new ArrayList<>();
        plan.changes().stream()
                .limit(200)
                .forEach(change ->
                        actions.add(change.action().name().toLowerCase(java.util.Locale.ROOT) + " " + change.object()));
        List<String> warnings = new ArrayList<>(flaws());
        warnings.addAll(plan.warnings());
        content.notIncluded().stream()
                .filter(not -> not.cause() != NotIncluded.Cause.MISSED)
                .forEach(not -> warnings.add("not included: " + not.what() + " (" + not.reason() + ")"));
        return new PlannedRestore(
                store(),
                decision.subject().snapshot().value(),
                decision.subject().backup(),
                repository.name(),
                targetWords() + (plan.fresh() ? "" : "; " + plan.freshness()),
                plan.fresh(),
                actions,
                blockers,
                warnings,
                bytes());
    }
}
