package io.snapledger.stores.files;

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
import java.util.stream.Stream;

/** Finds out what a restore would do to a directory. */
final class FilesPlan {

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
        long bytes =
                content.stream(FilesEngine.STREAM).map(stream -> stream.bytes()).orElse(0L);
        if (content.stream(FilesEngine.STREAM).isEmpty()) {
            blockers.add("the snapshot has no stream " + FilesEngine.STREAM);
        }
        blockers.addAll(forbidden.againstTarget(target));
        boolean exists = Files.exists(target);
        if (exists && !Files.isDirectory(target)) {
            blockers.add("'" + target + "' is there and is no directory");
        }
        checkPlace(bytes);
        List<String> there = exists && blockers.isEmpty() ? names() : List.of();
        String freshness = there.isEmpty()
                ? exists ? "directory '" + target + "' is empty" : "directory '" + target + "' is not there"
                : "directory '" + target + "' holds " + there.size() + " entries: "
                        + String.join(", ", there.subList(0, Math.min(5, there.size())));
        boolean swaps = blockers.isEmpty() && Placement.of(target, "plan") instanceof Placement.Beside;
        if (!swaps && blockers.isEmpty() && !there.isEmpty()) {
            warnings.add("'" + target
                    + "' is a mount point: its entries are exchanged one by one after everything is checked");
        }
        Change change = new Change(there.isEmpty() ? Action.CREATE : Action.REPLACE, "directory " + target);
        return new RestorePlan(
                there.isEmpty(), freshness, swaps, List.of(change), OptionalLong.of(bytes), blockers, warnings);
    }

    private void checkPlace(long bytes) {
        Path place = target;
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (place == null) {
            return;
        }
        try {
            long free = Files.getFileStore(place).getUsableSpace();
            if (free < bytes) {
                blockers.add("'" + place + "' has " + free + " bytes free, the restore needs " + bytes);
            }
        } catch (IOException e) {
            warnings.add("free space at '" + place + "' is not known: " + e.getMessage());
        }
        if (!Files.isWritable(place)) {
            blockers.add("'" + place + "' may not be written by this user");
        }
    }

    private List<String> names() {
        try (Stream<Path> entries = Files.list(target)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("lost+found") && !name.startsWith(TreeWalk.OWN_PREFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            blockers.add("'" + target + "' cannot be looked at: " + e.getMessage());
            return List.of();
        }
    }
}
