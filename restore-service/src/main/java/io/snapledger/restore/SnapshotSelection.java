package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.TimeAhead;
import io.snapledger.repository.Decision;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the snapshots that a person means, from decisions alone.
 *
 * @param from a backup or snapshot id, {@code latest}, an RFC 3339 instant (the newest backup not after it), or Kaa's
 *     {@code DD-MM-YYYY-hh-mm-ss} in UTC
 * @param plan only backups of this plan; null means any
 * @param stores only these; empty means all
 * @param kinds only stores of these kinds; empty means all
 */
public record SnapshotSelection(String from, @Nullable String plan, List<String> stores, List<String> kinds) {

    /** Strict: no 31st of February that becomes the 28th. */
    private static final DateTimeFormatter KAA =
            DateTimeFormatter.ofPattern("dd-MM-uuuu-HH-mm-ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /**
     * What was found.
     *
     * @param backup id of the backup
     * @param decisions restorable, one for each store, in no particular order
     * @param warnings e.g. that the backup is not complete
     */
    public record Selected(String backup, List<Decision> decisions, List<String> warnings) {}

    public SnapshotSelection {
        stores = List.copyOf(stores);
        kinds = List.copyOf(kinds);
    }

    /**
     * A safety snapshot, which keeps what a restore was about to replace, is meant by its own id alone.
     *
     * @param all every decision
     * @param now what is dated later is never the latest, whoever has dated it so
     * @throws RestoreFailure {@code NOT_FOUND} with what there is, or {@code AMBIGUOUS} with the choices
     */
    public Selected among(List<Decision> all, Instant now) throws RestoreFailure {
        if (Identities.isSnapshot(from)) {
            return snapshot(all);
        }
        BackupChoice choice = new BackupChoice(this, all);
        if (Identities.isBackup(from)) {
            return backup(all, choice);
        }
        if (from.equals("latest")) {
            return newest(choice, TimeAhead.limit(now), "there is no restorable snapshot" + filters());
        }
        Instant kaa = kaaDate(from);
        if (kaa != null) {
            return ofSecond(choice, kaa);
        }
        Instant instant = instant(from);
        return newest(choice, instant, "there is no restorable snapshot of " + instant + " or before" + filters());
    }

    /**
     * When the backups are due that may be meant.
     *
     * @param from of this instant or later; null: however old
     * @param until of this instant or before
     */
    record Span(@Nullable Instant from, Instant until) {}

    /** Of a selection that names a time, not a backup or snapshot. */
    Span span(Instant now) throws RestoreFailure {
        if (from.equals("latest")) {
            return new Span(null, TimeAhead.limit(now));
        }
        Instant kaa = kaaDate(from);
        return kaa == null ? new Span(null, instant(from)) : new Span(kaa, kaa.plusNanos(999_999_999));
    }

    boolean matches(Decision decision) {
        Decision.Subject subject = decision.subject();
        return (plan == null || plan.equals(subject.plan()))
                && (stores.isEmpty() || stores.contains(subject.store().value()))
                && (kinds.isEmpty() || kinds.contains(subject.kind()));
    }

    private Selected snapshot(List<Decision> all) throws RestoreFailure {
        for (Decision decision : all) {
            Decision.Subject subject = decision.subject();
            if (subject.snapshot().value().equals(from)) {
                if (!matches(decision)) {
                    throw new RestoreFailure(
                            FailureCode.NOT_FOUND,
                            "snapshot " + from + " is of store " + subject.store() + ", kind " + subject.kind()
                                    + ", plan " + subject.plan() + ", not" + filters()
                                    + "; HINT: leave out what does not fit");
                }
                if (!decision.state().restorable()) {
                    throw new RestoreFailure(
                            FailureCode.NOT_FOUND,
                            "snapshot " + from + " is " + decision.state() + " since " + decision.since()
                                    + "; HINT: snapledger snapshot list shows what can be restored");
                }
                return new Selected(subject.backup(), List.of(decision), List.of());
            }
        }
        throw new RestoreFailure(
                FailureCode.NOT_FOUND, "no snapshot " + from + "; HINT: snapledger snapshot list shows what there is");
    }

    private Selected backup(List<Decision> all, BackupChoice choice) throws RestoreFailure {
        if (choice.of(from) != null) {
            return whole(choice, from);
        }
        boolean known = all.stream().anyMatch(d -> d.subject().backup().equals(from));
        throw new RestoreFailure(
                FailureCode.NOT_FOUND,
                (known ? "backup " + from + " has no restorable snapshot" + filters() : "no backup " + from)
                        + "; HINT: snapledger backup list shows what there is");
    }

    private Selected ofSecond(BackupChoice choice, Instant second) throws RestoreFailure {
        List<String> same = choice.dueAt(second);
        if (same.size() > 1) {
            throw new RestoreFailure(
                    FailureCode.AMBIGUOUS,
                    same.size() + " backups are of " + from + ": " + same + "; HINT: name one of them");
        }
        if (same.isEmpty()) {
            throw new RestoreFailure(
                    FailureCode.NOT_FOUND,
                    "no backup of " + second + filters() + "; HINT: snapledger backup list shows what there is");
        }
        return whole(choice, same.get(0));
    }

    private Selected whole(BackupChoice choice, String backup) throws RestoreFailure {
        Selected found = new Selected(backup, choice.of(backup), choice.speaksAgainst(backup));
        requireAllStores(found);
        return found;
    }

    private Selected newest(BackupChoice choice, Instant until, String nothing) throws RestoreFailure {
        Set<String> plans = choice.plans(until);
        if (plans.size() > 1) {
            throw new RestoreFailure(
                    FailureCode.AMBIGUOUS,
                    "'" + from + "' could be of several plans: " + plans + "; HINT: name one with --plan");
        }
        Selected found = choice.newest(until);
        if (found == null) {
            throw new RestoreFailure(
                    FailureCode.NOT_FOUND, nothing + "; HINT: snapledger backup list shows what there is");
        }
        requireAllStores(found);
        return found;
    }

    /** A store that somebody has named must be there; an incomplete backup of all stores is a warning. */
    private void requireAllStores(Selected found) throws RestoreFailure {
        Set<String> there = new TreeSet<>();
        found.decisions()
                .forEach(decision -> there.add(decision.subject().store().value()));
        Set<String> absent = new TreeSet<>(stores);
        absent.removeAll(there);
        if (!absent.isEmpty()) {
            throw new RestoreFailure(
                    FailureCode.NOT_FOUND,
                    "backup " + found.backup() + " has no restorable snapshot of " + absent + "; it has " + there
                            + "; HINT: ask for those alone, or name another backup");
        }
    }

    private String filters() {
        StringBuilder text = new StringBuilder();
        if (plan != null) {
            text.append(" of plan ").append(plan);
        }
        if (!stores.isEmpty()) {
            text.append(" of stores ").append(stores);
        }
        if (!kinds.isEmpty()) {
            text.append(" of kinds ").append(kinds);
        }
        return text.toString();
    }

    private static @Nullable Instant kaaDate(String text) throws RestoreFailure {
        if (!text.matches("\\d{2}-\\d{2}-\\d{4}-\\d{2}-\\d{2}-\\d{2}")) {
            return null;
        }
        try {
            return LocalDateTime.parse(text, KAA).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new RestoreFailure(
                    FailureCode.BAD_REQUEST, "'" + text + "' is no date; HINT: DD-MM-YYYY-hh-mm-ss in UTC", e);
        }
    }

    private static Instant instant(String text) throws RestoreFailure {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            throw new RestoreFailure(
                    FailureCode.BAD_REQUEST,
                    "'" + text.replaceAll("\\p{Cntrl}", "?")
                            + "' names no backup; HINT: a backup or snapshot id, latest,"
                            + " a time such as 2026-11-21T04:00:00Z, or DD-MM-YYYY-hh-mm-ss",
                    e);
        }
    }
}
