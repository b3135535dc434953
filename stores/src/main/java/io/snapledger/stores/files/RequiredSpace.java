package io.snapledger.stores.files;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StreamContent;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What room a tree needs. What is there already takes its room until everything is made, so that it counts for nothing.
 *
 * @param content bytes of what files hold, without holes
 * @param things files, directories and links
 */
record RequiredSpace(long content, long things) {

    /** Nothing is compared with what is free. */
    static final RequiredSpace UNKNOWN = new RequiredSpace(0, 0);

    private static final long LEAST_HEADER = 512;

    static RequiredSpace of(SnapshotContent snapshot) {
        long archive =
                snapshot.stream(FilesEngine.STREAM).map(StreamContent::bytes).orElse(0L);
        long things = fact(snapshot, "files") + fact(snapshot, "directories") + fact(snapshot, "links");
        long content = Math.max(0, archive - things * LEAST_HEADER);
        return new RequiredSpace(Math.min(content, fact(snapshot, "bytes")), things);
    }

    static RequiredSpace of(TreePart part) {
        return new RequiredSpace(part.bytes(), part.things());
    }

    private static long fact(SnapshotContent snapshot, String name) {
        String value = snapshot.evidence().facts().getOrDefault(Evidence.path("tree", name), "0");
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }

    /**
     * Compares with what is free. That the content alone does not fit is a blocker; that it does with a block for each thing is not sure, since
     * some file systems pack small files: a warning.
     *
     * @return bytes needed, roughly
     */
    long check(Path target, List<String> blockers, List<String> warnings) {
        Path place = existing(target);
        if (!Files.isWritable(place)) {
            blockers.add("'" + place + "' may not be written by this user");
        }
        try {
            FileStore store = Files.getFileStore(place);
            long free = store.getUsableSpace();
            long all = content + things * store.getBlockSize();
            if (free < content) {
                blockers.add("'" + place + "' has " + free + " bytes free, the restore needs " + content
                        + "; HINT: make room, or restore elsewhere");
            } else if (free < all) {
                warnings.add("'" + place + "' has " + free + " bytes free, the restore needs about " + all
                        + " with a block of " + store.getBlockSize() + " bytes for each of " + things
                        + " files and directories");
            }
            return all;
        } catch (IOException e) {
            warnings.add("free space at '" + place + "' is not known: " + e.getMessage());
            return content;
        }
    }

    /** The words for a target that ran full all the same. */
    String full(Path target, String said) {
        Path place = existing(target);
        try {
            FileStore store = Files.getFileStore(place);
            return "no space left at '" + place + "' (" + said + "): the restore needs about "
                    + (content + things * store.getBlockSize()) + " bytes and " + things + " files and directories, "
                    + store.getUsableSpace() + " bytes are free";
        } catch (IOException e) {
            return "no space left at '" + place + "' (" + said + ")";
        }
    }

    private static Path existing(Path target) {
        Path place = target;
        while (!Files.exists(place)) {
            place = place.getParent();
        }
        return place;
    }
}
