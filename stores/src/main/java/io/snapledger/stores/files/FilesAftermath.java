package io.snapledger.stores.files;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a target after a restore that did not end well. */
final class FilesAftermath {

    private final Path target;
    private final String what;
    private final String restoreId;
    private final Optional<Boolean> remembered;
    private final List<String> changed = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    /**
     * @param only the paths that the restore is of; empty: the whole target
     * @param remembered whether the target was exchanged, if this process ran the restore
     */
    FilesAftermath(Path target, List<String> only, String restoreId, Optional<Boolean> remembered) {
        this.target = target;
        this.what = (only.isEmpty() ? "" : only + " of ") + "directory '" + target + "'";
        this.restoreId = restoreId;
        this.remembered = remembered;
    }

    Aftermath look() {
        try (TargetPlace place = TargetPlace.open(target)) {
            Change change = place.status().isEmpty() ? Change.NONE : remembered();
            for (Leftover leftover : Leftover.of(place)) {
                if (leftover.mark().restoreId().equals(restoreId)) {
                    change = look(leftover);
                }
                left.add("directory '" + leftover.path() + "' of restore "
                        + leftover.mark().restoreId()
                        + (leftover.isHeld()
                                ? ", which is at work"
                                : "; the next restore into '" + target + "' removes it"));
            }
            return new Aftermath(change, changed, left);
        } catch (NoSuchFileException e) {
            return new Aftermath(Change.NONE, List.of(), List.of()); // there is nothing that could have been changed
        } catch (IOException e) {
            return Aftermath.unknown("'" + target + "' cannot be looked at: " + e.getMessage());
        }
    }

    private Change remembered() {
        if (remembered.isEmpty()) {
            changed.add("nothing of this restore is left at '" + target + "': whether it had ended cannot be told");
            return Change.UNKNOWN;
        }
        if (remembered.get()) {
            changed.add(what + " was replaced by what was restored");
            return Change.CHANGED;
        }
        return Change.NONE;
    }

    private Change look(Leftover leftover) throws IOException {
        changed.clear();
        if (!leftover.hasChangedTarget()) {
            return Change.NONE;
        }
        changed.add(
                leftover.isExchanged()
                        ? what + " was replaced by what was restored; what was there before is in '"
                                + leftover.path().resolve(Workplace.TREE.text()) + "'"
                        : what + " was exchanged in part; the next restore into it takes that back first");
        return Change.CHANGED;
    }
}
