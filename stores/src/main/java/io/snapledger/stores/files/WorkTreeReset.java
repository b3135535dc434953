package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Status;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeSet;

/**
 * {@code git reset --hard} of a restored work tree by a {@link StandIn}, with the work tree's index as a copy that is put back at the
 * end. Filters are not run: what one would make of a file is not made, so that of a file in Git LFS its pointer remains.
 */
final class WorkTreeReset {

    private static final int LONGEST_INDEX = 256 << 20;
    private static final ByteName INDEX = ByteName.of("index");

    private final Git git;
    private final LentObjects.Place place;

    WorkTreeReset(Git git, LentObjects.Place place) {
        this.git = git;
        this.place = place;
    }

    /** @return whether a file was changed */
    boolean of(String gitDirectory) throws UnreadableRepository, StoreException, IOException, InterruptedException {
        Path there = place.root().resolve(gitDirectory);
        Path workTree = there.getParent();
        RefsCapture capture = RefsCapture.of(there, gitDirectory);
        LentObjects objects = LentObjects.of(there.resolve("objects"), place);
        if (!objects.strange().isEmpty()) {
            throw new UnreadableRepository(objects.strange());
        }
        try (StandIn standIn = StandIn.of(git.privateDirectory(), capture.refs(), "", objects.directories());
                Directory directory = Directory.open(there)) {
            copyIndex(directory, standIn.path().resolve("index"));
            if (!git.hasCommit(standIn)) {
                return false;
            }
            refuseLinks(workTree, git.trackedPaths(standIn));
            boolean differs = git.differs(standIn, workTree);
            git.resetHard(standIn, workTree);
            putBack(standIn.path().resolve("index"), directory);
            return differs;
        }
    }

    private static void copyIndex(Directory from, Path to) throws IOException {
        try {
            Files.write(to, RegularFile.readWhole(from, INDEX, LONGEST_INDEX));
        } catch (NoSuchFileException e) {
            // all that HEAD has is then missing in it
        }
    }

    /** A Git would look for {@code .gitattributes} behind a link in place of a directory: outside of the tree, in whatever is there. */
    private static void refuseLinks(Path workTree, Iterable<String> tracked) throws IOException, UnreadableRepository {
        TreeSet<String> looked = new TreeSet<>();
        for (String path : tracked) {
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                String directory = path.substring(0, slash);
                if (looked.add(directory) && Files.isSymbolicLink(workTree.resolve(directory))) {
                    throw new UnreadableRepository("'" + directory + "' is a link where HEAD has a directory");
                }
            }
        }
    }

    private static void putBack(Path made, Directory directory) throws IOException {
        byte[] content = Files.readAllBytes(made);
        Status before = null;
        try {
            before = directory.status(INDEX);
            directory.remove(INDEX);
        } catch (NoSuchFileException e) {
            // there was none
        }
        try (RegularFile index = directory.create(INDEX, before == null ? 0644 : before.mode())) {
            if (before != null) {
                index.setOwner(before.owner(), before.group());
                index.setMode(before.mode());
            }
            index.write(content, 0, content.length);
        }
    }
}
