package io.snapledger.restore;

import io.snapledger.events.Nullable;
import io.snapledger.events.SealedContent;
import io.snapledger.repository.Decision;
import io.snapledger.restore.SnapshotSelection.Selected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Among the backups that a selection matches: what speaks against each, and which is the newest that nothing speaks against. */
final class BackupChoice {

    private final SnapshotSelection wish;
    private final List<Decision> all;

    /** Backups that were made of targets before restores replaced them. */
    private final Set<String> safety;

    /** What can be restored, by backup. */
    private final Map<String, List<Decision>> restorable;

    /** @param all every decision, restorable or not */
    BackupChoice(SnapshotSelection wish, List<Decision> all) {
        this.wish = wish;
        this.all = all;
        this.safety = safety(all);
        this.restorable = all.stream()
                .filter(wish::matches)
                .filter(decision -> decision.state().restorable())
                .collect(Collectors.groupingBy(
                        decision -> decision.subject().backup(), TreeMap::new, Collectors.toList()));
    }

    private static Set<String> safety(List<Decision> all) {
        return all.stream()
                .map(Decision::subject)
                .filter(Decision.Subject::isSafety)
                .map(Decision.Subject::backup)
                .collect(Collectors.toSet());
    }

    @Nullable
    List<Decision> of(String backup) {
        return restorable.get(backup);
    }

    /** Backups of exactly that second. */
    List<String> dueAt(Instant second) {
        return restorable.entrySet().stream()
                .filter(backup -> due(backup.getValue()).getEpochSecond() == second.getEpochSecond()
                        && !safety.contains(backup.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a backup is one that {@link #newest} may choose, and nothing speaks against it. */
    boolean isClear(String backup, Instant until) {
        return candidates(until).contains(backup) && flaws(backup).isEmpty();
    }

    /** Plans of the backups that {@link #newest} would choose from. */
    Set<String> plans(Instant until) {
        return candidates(until).stream()
                .map(backup -> restorable.get(backup).get(0).subject().plan())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The newest backup that nothing speaks against; failing that the newest that has all its stores; failing that the newest. What
     * {@link #speaksAgainst} it, and that there is a newer one, is a warning. Safety snapshots are passed over: they hold what
     * somebody wanted replaced.
     *
     * @return null if there is none
     */
    @Nullable
    Selected newest(Instant until) {
        List<String> newestFirst = candidates(until);
        if (newestFirst.isEmpty()) {
            return null;
        }
        String chosen = newestFirst.stream()
                .filter(backup -> flaws(backup).isEmpty())
                .findFirst()
                .or(() -> newestFirst.stream()
                        .filter(backup -> missing(backup).isEmpty())
                        .findFirst())
                .orElse(newestFirst.get(0));
        List<String> warnings = new ArrayList<>(speaksAgainst(chosen));
        warnings.addAll(newerThan(chosen, newestFirst.get(0), until));
        warnings.addAll(narrowerThanOthers(chosen, newestFirst));
        return new Selected(chosen, restorable.get(chosen), warnings);
    }

    private List<String> candidates(Instant until) {
        return restorable.entrySet().stream()
                .filter(backup -> !due(backup.getValue()).isAfter(until) && !safety.contains(backup.getKey()))
                .sorted(Comparator.comparing((Map.Entry<String, List<Decision>> backup) -> due(backup.getValue()))
                        .thenComparing(Map.Entry::getKey)
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A warning, unless the backup has all that is wanted of it and none of it is suspect. */
    List<String> speaksAgainst(String backup) {
        List<String> flaws = flaws(backup);
        return flaws.isEmpty()
                ? List.of()
                : List.of("backup " + backup + " is not complete: " + String.join("; ", flaws));
    }

    private List<String> flaws(String backup) {
        List<String> flaws = new ArrayList<>();
        Set<String> missing = missing(backup);
        if (!missing.isEmpty()) {
            flaws.add("it lacks " + missing);
        }
        for (Decision decision : restorable.get(backup)) {
            SealedContent content = decision.content();
            String store = "its snapshot of " + decision.subject().store();
            if (content.missed() > 0) {
                flaws.add(store + " misses " + content.missed() + (content.missed() == 1 ? " thing" : " things"));
            }
            if (content.suspect() != null) {
                flaws.add(store + " is suspect: " + content.suspect());
            }
        }
        return flaws;
    }

    /** Stores that the backup was expected to hold, may be wanted, and are not there. */
    private Set<String> missing(String backup) {
        List<Decision> found = restorable.get(backup);
        Set<String> expected = new TreeSet<>(found.get(0).subject().backupStores());
        if (!wish.stores().isEmpty()) {
            expected.retainAll(wish.stores());
        }
        if (!wish.kinds().isEmpty()) {
            expected.removeIf(this::isOfAnotherKind);
        }
        found.forEach(decision -> expected.remove(decision.subject().store().value()));
        return expected;
    }

    /** As any decision about the store tells; one that nothing is known of may be of any kind. */
    private boolean isOfAnotherKind(String store) {
        List<String> kinds = all.stream()
                .map(Decision::subject)
                .filter(subject -> subject.store().value().equals(store))
                .map(Decision.Subject::kind)
                .filter(kind -> !kind.isEmpty())
                .toList();
        return !kinds.isEmpty() && kinds.stream().noneMatch(wish.kinds()::contains);
    }

    private List<String> newerThan(String chosen, String newest, Instant until) {
        List<String> warnings = new ArrayList<>();
        if (!newest.equals(chosen)) {
            warnings.add("backup " + newest + " is newer but not complete: " + String.join("; ", flaws(newest))
                    + "; HINT: name it to have it");
        }
        Instant due = due(restorable.get(chosen));
        all.stream()
                .filter(wish::matches)
                .map(Decision::subject)
                .filter(subject ->
                        subject.dueAt().isAfter(due) && !subject.dueAt().isAfter(until))
                .filter(subject -> !restorable.containsKey(subject.backup()))
                .max(Comparator.comparing(Decision.Subject::dueAt))
                .ifPresent(subject -> warnings.add(
                        "backup " + subject.backup() + " is newer, but nothing of it that is wanted can be restored"));
        safety.stream()
                .filter(restorable::containsKey)
                .filter(backup -> due(restorable.get(backup)).isAfter(due))
                .max(Comparator.comparing(backup -> due(restorable.get(backup))))
                .ifPresent(backup -> warnings.add("backup " + backup
                        + " is newer, but is the safety snapshot of a restore; HINT: name it to have it back"));
        return warnings;
    }

    /** A backup of one store by hand, or a safety snapshot nobody remembers, is easily taken for the whole. */
    private List<String> narrowerThanOthers(String chosen, List<String> newestFirst) {
        if (!wish.stores().isEmpty() || !wish.kinds().isEmpty()) {
            return List.of();
        }
        List<String> own = restorable.get(chosen).get(0).subject().backupStores();
        for (String other : newestFirst) {
            List<String> stores = restorable.get(other).get(0).subject().backupStores();
            if (stores.size() > own.size() && stores.containsAll(own)) {
                return List.of("backup " + chosen + " was asked to hold " + own + " alone; backup " + other + " holds "
                        + restorable.get(other).stream()
                                .map(decision -> decision.subject().store().value())
                                .sorted()
                                .toList());
            }
        }
        return List.of();
    }

    private static Instant due(List<Decision> backup) {
        return backup.get(0).subject().dueAt();
    }
}
