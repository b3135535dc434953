package io.snapledger.repository;

import io.snapledger.events.Nullable;
import java.util.function.Consumer;

/** Tells of what stands among the decisions and has not the name of one: the first hundred by name, the others by their number. */
final class StrayDecisions {

    private static final int NAMED = 100;

    private final String backup;
    private final Consumer<UnreadableDecision> told;
    private int count;

    /** @param backup whose decisions are wanted; null means all, and only then somebody wants to know */
    StrayDecisions(@Nullable String backup, Consumer<UnreadableDecision> told) {
        this.backup = backup;
        this.told = told;
    }

    void add(Stray stray) {
        if (backup == null && count++ < NAMED) {
            told.accept(UnreadableDecision.of(stray));
        }
    }

    void end() {
        if (count > NAMED) {
            told.accept(UnreadableDecision.of(
                    new Stray(RepositoryLayout.DECISIONS, "the place of " + (count - NAMED) + " more like these")));
        }
    }
}
