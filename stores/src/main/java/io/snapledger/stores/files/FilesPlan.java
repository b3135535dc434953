package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out what a restore would do to a directory. */
final class FilesPlan {

    private static final int MOST_NAMES = 5;

    private final Path target;
    private final SnapshotContent content;
    private final TreeSelection selection;
    private final RequiredSpace space;
    private final ForbiddenPlaces forbidden;
    private final List<String> blockers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** @param space that the selection needs */
    FilesPlan(
            Path target,
            SnapshotContent content,
            RestoreOptions options,
            TreeSelection selection,
            RequiredSpace space,
            ForbiddenPlaces forbidden) {
        this.target = target;
        this.content = content;
        this.selection = selection;
        this.space = space;
        this.forbidden = forbidden;
        blockers.addAll(RestoredRepositories.blockers(content, options, selection));
        warnings.addAll(Leads.warnings(content, selection, target));
    }

    RestorePlan make() {
        if (content.stream(FilesEngine.STREAM).isEmpty()) {
            blockers.add("the snapshot has no stream " + FilesEngine.STREAM);
        }
        if (!selection.isWhole() && !SnapshotIndex.isIn(content)) {
            warnings.add("the snapshot is older than indexes: whether it holds the paths is found out when they are"
                    + " restored, by reading all of it");
        }
        blockers.addAll(forbidden.againstTarget(target));
        boolean exists = Files.exists(target);
        if (exists && !Files.isDirectory(target)) {
            blockers.add("'" + target + "' is there and is no directory");
        }
        long bytes = space.check(target, blockers, warnings);
        Found found = exists && blockers.isEmpty() ? look() : Found.NOTHING;
        boolean swaps = blockers.isEmpty() && !(selection.isWhole() && TargetPlace.mustStay(target));
        if (!swaps && exists && blockers.isEmpty()) {
            warnings.add("'" + target
                    + "' cannot be renamed (a mount point, or its parent may not be written): what is in it is"
                    + " exchanged, name by name, after everything is checked; what fails is taken back");
        }
        return new RestorePlan(
                found.isFresh(),
                freshness(found, exists),
                swaps,
                changes(found),
                OptionalLong.of(bytes),
                blockers,
                warnings);
    }

    /** @param there what would be replaced */
    private record Found(List<String> there) {

        private static final Found NOTHING = new Found(List.of());

        private boolean isFresh() {
            return there.isEmpty();
        }

        private String some() {
            return String.join(", ", there.subList(0, Math.min(MOST_NAMES, there.size())));
        }
    }

    private String freshness(Found found, boolean exists) {
        if (!selection.isWhole()) {
            return "directory '" + target + "' holds "
                    + (found.isFresh()
                            ? "none of the " + selection.roots().size() + " paths"
                            : found.there().size() + " of the "
                                    + selection.roots().size() + " paths: " + found.some());
        }
        if (found.isFresh()) {
            return "directory '" + target + "' is " + (exists ? "empty" : "not there");
        }
        return "directory '" + target + "' holds " + found.there().size() + " entries: " + found.some();
    }

    private Found look() {
        try {
            if (!Files.isWritable(TargetPlace.mustStay(target) ? target : target.getParent())) {
                blockers.add("'" + target
                        + "' may not be exchanged by this user, who may write neither in it nor beside it");
            }
            checkMounts();
            return new Found(selection.isWhole() ? names() : taken());
        } catch (StoreException e) {
            blockers.add(e.getMessage() + "; HINT: " + e.hint());
            return Found.NOTHING;
        } catch (IOException e) {
            blockers.add("'" + target + "' cannot be looked at: " + e.getMessage());
            return Found.NOTHING;
        }
    }

    /** What is mounted below would be emptied; a mount can be told, and is not ours. */
    private void checkMounts() throws IOException {
        for (String mount : Mounts.below(target)) {
            String below = mount.substring(target.toRealPath().toString().length() + 1);
            if (selection.touches(BytePath.of(below))) {
                blockers.add("'" + mount + "' is mounted below '" + target + "' and would "
                        + (selection.isWhole() ? "be emptied with it" : "have to be exchanged")
                        + "; HINT: unmount it, or restore beside");
            }
        }
    }

    /** The paths that are there already. */
    private List<String> taken() throws StoreException, IOException {
        return Slot.of(Optional.of(Directory.open(target)), selection).stream()
                .filter(Slot::isTaken)
                .map(slot -> slot.path().text())
                .toList();
    }

    private List<String> names() throws IOException {
        try (Directory directory = Directory.open(target)) {
            boolean mounted = TargetPlace.mustStay(target);
            return directory.names().stream()
                    .filter(name -> !Workplace.isWorkplace(name))
                    .filter(name -> !(mounted && name.equals(Workplace.LOST_AND_FOUND)))
                    .map(ByteName::text)
                    .sorted()
                    .toList();
        }
    }

    private List<Change> changes(Found found) {
        if (selection.isWhole()) {
            return List.of(new Change(found.isFresh() ? Action.CREATE : Action.REPLACE, "directory " + target));
        }
        return selection.roots().stream()
                .map(BytePath::text)
                .map(path -> new Change(
                        found.there().contains(path) ? Action.REPLACE : Action.CREATE, "'" + path + "' in " + target))
                .toList();
    }
}
