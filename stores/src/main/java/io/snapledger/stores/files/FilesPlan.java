package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.SnapshotContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Finds out what a restore would do to a directory. */
final class FilesPlan {

    private static final int MOST_NAMES = 5;

    private final Path target;
    private final SnapshotContent content;
    private final ForbiddenPlaces forbidden;
    private final List<String> blockers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    FilesPlan(Path target, SnapshotContent content, RestoreOptions options, ForbiddenPlaces forbidden) {
        this.target = target;
        this.content = content;
        this.forbidden = forbidden;
        blockers.addAll(RestoredRepositories.blockers(content, options));
        warnings.addAll(Leads.warnings(content, target));
    }

    RestorePlan make() {
        if (content.stream(FilesEngine.STREAM).isEmpty()) {
            blockers.add("the snapshot has no stream " + FilesEngine.STREAM);
        }
        blockers.addAll(forbidden.againstTarget(target));
        boolean exists = Files.exists(target);
        if (exists && !Files.isDirectory(target)) {
            blockers.add("'" + target + "' is there and is no directory");
        }
        long bytes = RequiredSpace.of(content).check(target, blockers, warnings);
        Found found = exists && blockers.isEmpty() ? look() : Found.NOTHING;
        boolean swaps = blockers.isEmpty() && !TargetPlace.mustStay(target);
        if (!swaps && exists && blockers.isEmpty()) {
            warnings.add("'" + target
                    + "' cannot be renamed (a mount point, or its parent may not be written): what is in it is"
                    + " exchanged, name by name, after everything is checked; what fails is taken back");
        }
        return new RestorePlan(
                found.isFresh(),
                found.freshness(target, exists),
                swaps,
                changes(found),
                OptionalLong.of(bytes),
                blockers,
                warnings);
    }

    /** @param there names of what it holds */
    private record Found(List<String> there) {

        private static final Found NOTHING = new Found(List.of());

        private boolean isFresh() {
            return there.isEmpty();
        }

        private String freshness(Path target, boolean exists) {
            if (there.isEmpty()) {
                return "directory '" + target + "' is " + (exists ? "empty" : "not there");
            }
            return "directory '" + target + "' holds " + there.size() + " entries: "
                    + String.join(", ", there.subList(0, Math.min(MOST_NAMES, there.size())));
        }
    }

    private Found look() {
        try {
            if (!Files.isWritable(TargetPlace.mustStay(target) ? target : target.getParent())) {
                blockers.add("'" + target
                        + "' may not be exchanged by this user, who may write neither in it nor beside it");
            }
            checkMounts();
            return new Found(names());
        } catch (IOException e) {
            blockers.add("'" + target + "' cannot be looked at: " + e.getMessage());
            return Found.NOTHING;
        }
    }

    /** What is mounted below would be emptied; a mount can be told, and is not ours. */
    private void checkMounts() throws IOException {
        for (String mount : Mounts.below(target)) {
            blockers.add("'" + mount + "' is mounted below '" + target
                    + "' and would be emptied with it; HINT: unmount it, or restore beside");
        }
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
        return List.of(new Change(found.isFresh() ? Action.CREATE : Action.REPLACE, "directory " + target));
    }
}
