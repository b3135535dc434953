package io.snapledger.restore;

import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.repository.Decision;
import io.snapledger.restore.RestoreFailure.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    private static final DateTimeFormatter KAA = DateTimeFormatter.ofPattern("dd-MM-uuuu-HH-mm-ss", Locale.ROOT);

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

    /** @throws RestoreFailure {@code NOT_FOUND} with what there is, or {@code AMBIGUOUS} with the choices */
    public Selected among(List<Decision> all) throws RestoreFailure {
        if (Identities.isSnapshot(from)) {
            return snapshot(all);
        }
        List<Decision> matching = all.stream()
                .filter(this::matches)
                .filter(d -> d.state().restorable())
                .toList();
        Map<String, List<Decision>> backups = matching.stream()
                .collect(Collectors.groupingBy(d -> d.subject().backup(), TreeMap::new, Collectors.toList()));
        if (Identities.isBackup(from)) {
            return backup(all, backups);
        }
        if (from.equals("latest")) {
            requireOnePlan(matching);
            return newest(backups, "there is no restorable snapshot" + filters());
        }
        return at(matching, backups);
    }

    private boolean matches(Decision decision) {
        Decision.Subject subject = decision.subject();
        return (plan == null || plan.equals(subject.plan())) && wanted(subject);
    }

    private boolean wanted(Decision.Subject subject) {
        return (stores.isEmpty() || stores.contains(subject.store().value()))
                && (kinds.isEmpty() || kinds.contains(subject.kind()));
    }

    private Selected snapshot(List<Decision> all) throws RestoreFailure {
        for (Decision decision : all) {
            if (decision.subject().snapshot().value().equals(from)) {
                if (!decision.state().restorable()) {
                    throw new RestoreFailure(
                            Reason.NOT_FOUND,
                            "snapshot " + from + " is " + decision.state() + " since " + decision.since()
                                    + "; HINT: snapledger snapshot list shows what can be restored");
                }
                return new Selected(decision.subject().backup(), List.of(decision), List.of());
            }
        }
        throw new RestoreFailure(
                Reason.NOT_FOUND, "no snapshot " + from + "; HINT: snapledger snapshot list shows what there is");
    }

    private Selected backup(List<Decision> all, Map<String, List<Decision>> backups) throws RestoreFailure {
        List<Decision> found = backups.get(from);
        if (found != null) {
            return selected(from, found);
        }
        boolean known = all.stream().anyMatch(d -> d.subject().backup().equals(from));
        throw new RestoreFailure(
                Reason.NOT_FOUND,
                (known ? "backup " + from + " has no restorable snapshot" + filters() : "no backup " + from)
                        + "; HINT: snapledger backup list shows what there is");
    }

    private Selected at(List<Decision> matching, Map<String, List<Decision>> backups) throws RestoreFailure {
        Instant kaa = kaaDate(from);
        if (kaa != null) {
            List<String> same = backups.entrySet().stream()
                    .filter(backup -> dueAt(backup.getValue())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .equals(kaa))
                    .map(Map.Entry::getKey)
                    .toList();
            if (same.size() > 1) {
                throw new RestoreFailure(
                        Reason.AMBIGUOUS,
                        same.size() + " backups are of " + from + ": " + same + "; HINT: name one of them");
            }
            if (same.isEmpty()) {
                throw new RestoreFailure(
                        Reason.NOT_FOUND,
                        "no backup of " + kaa + filters() + "; HINT: snapledger backup list shows what there is");
            }
            return selected(same.get(0), backups.get(same.get(0)));
        }
        Instant instant = instant(from);
        requireOnePlan(matching);
        backups.values().removeIf(backup -> dueAt(backup).isAfter(instant));
        return newest(backups, "there is no restorable snapshot of " + instant + " or before" + filters());
    }

    /** The newest backup that has all it should have; failing that the newest, with a warning. */
    private Selected newest(Map<String, List<Decision>> backups, String nothing) throws RestoreFailure {
        List<Map.Entry<String, List<Decision>>> newestFirst = new ArrayList<>(backups.entrySet());
        newestFirst.sort(Comparator.comparing((Map.Entry<String, List<Decision>> b) -> dueAt(b.getValue()))
                .reversed());
        if (newestFirst.isEmpty()) {
            throw new RestoreFailure(Reason.NOT_FOUND, nothing + "; HINT: snapledger backup list shows what there is");
        }
        for (Map.Entry<String, List<Decision>> backup : newestFirst) {
            if (missing(backup.getValue()).isEmpty()) {
                Selected whole = selected(backup.getKey(), backup.getValue());
                if (backup == newestFirst.get(0)) {
                    return whole;
                }
                List<String> warnings = new ArrayList<>(whole.warnings());
                warnings.add("backup " + newestFirst.get(0).getKey() + " is newer but not complete: it lacks "
                        + missing(newestFirst.get(0).getValue()));
                return new Selected(whole.backup(), whole.decisions(), warnings);
            }
        }
        return selected(newestFirst.get(0).getKey(), newestFirst.get(0).getValue());
    }

    private Selected selected(String backup, List<Decision> found) throws RestoreFailure {
        Set<String> absent = new TreeSet<>(stores);
        found.forEach(decision -> absent.remove(decision.subject().store().value()));
        if (!absent.isEmpty()) {
            throw new RestoreFailure(
                    Reason.NOT_FOUND,
                    "backup " + backup + " has no restorable snapshot of " + absent + "; it has "
                            + found.stream()
                                    .map(d -> d.subject().store().value())
                                    .sorted()
                                    .toList());
        }
        Set<String> missing = missing(found);
        return new Selected(
                backup,
                found,
                missing.isEmpty() || !stores.isEmpty()
                        ? List.of()
                        : List.of("backup " + backup + " is not complete: it lacks " + missing));
    }

    /** Stores that the backup was expected to hold, are wanted, and are not there. Kinds of absent ones are not known. */
    private Set<String> missing(List<Decision> found) {
        Set<String> expected = new TreeSet<>(found.get(0).subject().backupStores());
        if (!stores.isEmpty()) {
            expected.retainAll(stores);
        }
        if (!kinds.isEmpty()) {
            return Set.of();
        }
        found.forEach(decision -> expected.remove(decision.subject().store().value()));
        return expected;
    }

    private void requireOnePlan(List<Decision> matching) throws RestoreFailure {
        Set<String> plans =
                matching.stream().map(d -> d.subject().plan()).collect(Collectors.toCollection(TreeSet::new));
        if (plans.size() > 1) {
            throw new RestoreFailure(
                    Reason.AMBIGUOUS,
                    "'" + from + "' could be of several plans: " + plans + "; HINT: name one with --plan");
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

    private static Instant dueAt(List<Decision> backup) {
        return backup.get(0).subject().dueAt();
    }

    private static @Nullable Instant kaaDate(String text) throws RestoreFailure {
        if (!text.matches("\\d{2}-\\d{2}-\\d{4}-\\d{2}-\\d{2}-\\d{2}")) {
            return null;
        }
        try {
            return LocalDateTime.parse(text, KAA).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new RestoreFailure(
                    Reason.BAD_REQUEST, "'" + text + "' is no date; HINT: DD-MM-YYYY-hh-mm-ss in UTC", false, e);
        }
    }

    private static Instant instant(String text) throws RestoreFailure {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            throw new RestoreFailure(
                    Reason.BAD_REQUEST,
                    "'" + text.replaceAll("\\p{Cntrl}", "?")
                            + "' names no backup; HINT: a backup or snapshot id, latest,"
                            + " a time such as 2026-11-21T04:00:00Z, or DD-MM-YYYY-hh-mm-ss",
                    false,
                    e);
        }
    }
}
