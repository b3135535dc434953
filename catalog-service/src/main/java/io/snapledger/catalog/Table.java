package io.snapledger.catalog;

import static io.snapledger.catalog.Column.BACKUP;
import static io.snapledger.catalog.Column.COPY;
import static io.snapledger.catalog.Column.KIND;
import static io.snapledger.catalog.Column.PLAN;
import static io.snapledger.catalog.Column.REPOSITORY;
import static io.snapledger.catalog.Column.RESTORE;
import static io.snapledger.catalog.Column.SNAPSHOT;
import static io.snapledger.catalog.Column.STATE;
import static io.snapledger.catalog.Column.STORE;
import static io.snapledger.catalog.Column.SUBJECT;
import static io.snapledger.catalog.Column.TRIGGER;
import static io.snapledger.catalog.Column.TYPE;
import static io.snapledger.catalog.Column.WEIGHT;

import java.util.List;
import java.util.Locale;

/**
 * The tables of the catalog, in the order in which the rows of a batch are saved: a summary stands only when the backup that was computed
 * from it does.
 */
public enum Table {
    EVENTS(
            List.of(TYPE, SUBJECT, WEIGHT, PLAN, STORE, BACKUP, SNAPSHOT, RESTORE),
            List.of(),
            List.of(
                    List.of(WEIGHT),
                    List.of(TYPE),
                    List.of(BACKUP),
                    List.of(SNAPSHOT),
                    List.of(RESTORE),
                    List.of(PLAN, WEIGHT),
                    List.of(STORE, WEIGHT),
                    List.of(SUBJECT, WEIGHT))),
    DECISIONS(List.of(SNAPSHOT, STATE), List.of(), List.of(List.of(SNAPSHOT), List.of(STATE))),
    SNAPSHOTS(
            List.of(BACKUP, PLAN, STORE, KIND, STATE),
            List.of(REPOSITORY, COPY),
            List.of(List.of(), List.of(BACKUP), List.of(PLAN), List.of(STORE), List.of(KIND), List.of(STATE))),
    BACKUPS(
            List.of(PLAN, STATE, TRIGGER),
            List.of(STORE, KIND, REPOSITORY),
            List.of(List.of(), List.of(PLAN), List.of(PLAN, STATE), List.of(STATE), List.of(TRIGGER))),
    /** What backups need to know of their snapshots. */
    SUMMARIES(List.of(BACKUP), List.of(), List.of(List.of(BACKUP))),
    RESTORES(List.of(PLAN, STATE), List.of(STORE), List.of(List.of(), List.of(STATE))),
    MISSED_RUNS(List.of(PLAN), List.of(), List.of(List.of(), List.of(PLAN))),
    UNREADABLE(List.of(), List.of(), List.of(List.of())),
    NOTES(List.of(), List.of(), List.of(List.of()));

    private final List<Column> one;
    private final List<Column> many;
    private final List<List<Column>> indexes;

    Table(List<Column> one, List<Column> many, List<List<Column>> indexes) {
        this.one = one;
        this.many = many;
        this.indexes = indexes;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Columns of which a row has one value or none. */
    public List<Column> one() {
        return one;
    }

    /** Columns of which a row has any number of values; they serve to find it and are not given back. */
    public List<Column> many() {
        return many;
    }

    /** What rows are looked up by; each followed by time and key, in which order lists are sorted. */
    public List<List<Column>> indexes() {
        return indexes;
    }
}
