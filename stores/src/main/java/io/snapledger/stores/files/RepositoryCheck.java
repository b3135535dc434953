package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks whether a repository is whole: whether all that its refs lead to is in the tree. */
final class RepositoryCheck {

    private static final int LONGEST_SHALLOW = 4 << 20;
    private static final int MOST_NAMED = 5;
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(30);
    private static final Duration FOR_EVER = Duration.ofDays(365);

    /** What the content of each object is compared for at a dump, too; a larger repository waits for the restore. */
    private static final long SMALL = 256L << 20;

    /**
     * What was found.
     *
     * @param broken why it is not whole, in words that follow its name; empty if it is
     * @param unchecked why nobody knows whether it is whole
     * @param elsewhere objects that exist and are not in the tree
     * @param absolute alternates that are written with the path they had at the origin
     */
    record Findings(
            Optional<String> broken,
            Optional<String> unchecked,
            Optional<NotIncluded> elsewhere,
            List<String> absolute) {

        /** What keeps it from being known to be whole, in a sentence that needs its name before. */
        Optional<String> fault() {
            return broken.map(why -> "is not whole: " + why)
                    .or(() -> unchecked.map(why -> "nobody knows whether it is whole: " + why));
        }

        private static Findings unchecked(String why) {
            return new Findings(Optional.empty(), Optional.of(why), Optional.empty(), List.of());
        }

        private Findings with(NotIncluded objects) {
            return new Findings(broken, unchecked, Optional.of(objects), absolute);
        }
    }

    /** How thoroughly. */
    enum Depth {
        /** As well as a backup can afford. */
        QUICK,
        WHOLE
    }

    private final Git git;
    private final LentObjects.Place place;
    private final Depth depth;

    RepositoryCheck(Git git, LentObjects.Place place, Depth depth) {
        this.git = git;
        this.place = place;
        this.depth = depth;
    }

    /** @param name of the Git directory, relative to the tree */
    Findings of(Path gitDirectory, String name, GitConfig config, RefsCapture capture) throws InterruptedException {
        try {
            LentObjects objects = LentObjects.of(gitDirectory.resolve("objects"), place);
            return objects.strange().isEmpty()
                    ? look(gitDirectory, name, config, capture, objects)
                    : Findings.unchecked(objects.strange());
        } catch (IOException | StoreException e) {
            return Findings.unchecked(e.getMessage());
        }
    }

    private Findings look(Path gitDirectory, String name, GitConfig config, RefsCapture capture, LentObjects objects)
            throws IOException, StoreException, InterruptedException {
        Git.Check check = ask(gitDirectory, capture, objects);
        List<String> faults = broken(capture, objects);
        boolean isPartial = check.missing() > 0 && config.isPartialClone();
        if (!check.sound() && !isPartial) {
            faults.add("git fsck says " + check.words());
        }
        Optional<String> broken = faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
        Findings findings = new Findings(broken, Optional.empty(), Optional.empty(), objects.absolute());
        if (isPartial) {
            return findings.with(atRemote(name, check.missing()));
        }
        return check.sound() || objects.outside().isEmpty()
                ? findings
                : findings.with(outside(name, objects.outside(), check.missing()));
    }

    private static NotIncluded atRemote(String name, long count) {
        String reason = "a partial clone has only some of its objects; the others are at its remote";
        return new NotIncluded(objectsOf(name), reason, NotIncluded.Cause.INHERENT, count);
    }

    private static NotIncluded outside(String name, List<String> directories, long count) {
        String reason = "it borrows them from " + directories
                + ", outside of this store; HINT: git repack -a -d copies them into" + " it, or accept-missing="
                + objectsOf(name) + " says that you know";
        return new NotIncluded(objectsOf(name), reason, NotIncluded.Cause.MISSED, Math.max(1, count));
    }

    private static String objectsOf(String name) {
        return "objects of repository " + GitLayout.repositoryName(name);
    }

    private Git.Check ask(Path gitDirectory, RefsCapture capture, LentObjects objects)
            throws IOException, StoreException, InterruptedException {
        boolean whole = depth == Depth.WHOLE || objects.bytes() <= SMALL;
        try (StandIn standIn =
                StandIn.of(git.privateDirectory(), capture.refs(), shallow(gitDirectory), objects.directories())) {
            return git.check(standIn, whole, depth == Depth.QUICK ? LONGEST_CHECK : FOR_EVER);
        }
    }

    private static List<String> broken(RefsCapture capture, LentObjects objects) {
        SortedMap<String, String> refs = new TreeMap<>(capture.strange());
        refs.putAll(capture.refs().broken());
        List<String> broken = new ArrayList<>();
        refs.entrySet().stream()
                .limit(MOST_NAMED)
                .forEach(ref -> broken.add("'" + ref.getKey() + "' is no ref, " + ref.getValue()));
        objects.empty().stream().limit(MOST_NAMED).forEach(id -> broken.add("object " + id + " is empty"));
        return broken;
    }

    /** Where the history of a shallow clone ends; anything but ids there would end Git with an error of its own. */
    private static String shallow(Path gitDirectory) throws IOException {
        try (Directory directory = Directory.open(gitDirectory)) {
            byte[] content = RegularFile.readWhole(directory, ByteName.of("shallow"), LONGEST_SHALLOW);
            String text = new String(content, StandardCharsets.UTF_8);
            return text.lines().allMatch(Refs::isId) ? text : "";
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
