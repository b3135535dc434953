package io.snapledger.repository;

import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which decisions a filter may mean, by their names alone: the ids of snapshots begin with the time of their backup. */
final class DecisionKeys {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** Characters of the id of a backup: its time, a hyphen, ten more. */
    private static final int BACKUP_LENGTH = Identities.TIME_LENGTH + 11;

    private final DecisionFilter filter;
    private final String since;
    private final String until;
    private final List<DecidedSnapshot> meant = new ArrayList<>();

    DecisionKeys(DecisionFilter filter) {
        this.filter = filter;
        this.since = time(filter.since());
        this.until = time(filter.until());
    }

    /** Null: no bound that a name could tell. */
    private static @Nullable String time(@Nullable Instant bound) {
        return bound == null || bound.isBefore(FIRST) || bound.isAfter(LAST) ? null : Identities.time(bound);
    }

    /** @param key with the name of a decision */
    void add(String key) {
        String name = RepositoryLayout.nameOf(key);
        String second = name.substring(0, Identities.TIME_LENGTH);
        if ((filter.backup() == null || name.startsWith(filter.backup()))
                && (since == null || second.compareTo(since) >= 0)
                && (until == null || second.compareTo(until) <= 0)) {
            meant.add(DecidedSnapshot.at(key));
        }
    }

    /** Those added that are meant, the newest first; of one backup by snapshot. */
    List<DecidedSnapshot> newestFirst() {
        meant.sort(Comparator.comparing(
                        (DecidedSnapshot decided) -> decided.snapshot().value().substring(0, BACKUP_LENGTH))
                .reversed()
                .thenComparing(DecidedSnapshot::snapshot));
        return meant;
    }
}
