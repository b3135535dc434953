package io.snapledger.stores.files;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A repository's refs at one moment: the bytes of their files together with what Git says they are. Objects are read
 * after it, so that all a ref leads to is there, however busy the repository is.
 *
 * @param refs ref to id, and HEAD
 * @param files name in the Git directory to content
 */
record RefsCapture(SortedMap<String, String> refs, SortedMap<String, CapturedFile> files) {

    private static final int TRIES = 50;

    /** A file as it was when it was captured. */
    @SuppressWarnings("ArrayRecordComponent") // carried from here to the archive, never compared
    record CapturedFile(TreeEntry entry, byte[] content) {}

    /** @param name of the Git directory, relative to the tree */
    static RefsCapture of(Git git, Path gitDirectory, String name) throws StoreException, InterruptedException {
        SortedMap<String, String> before = git.refs(gitDirectory);
        for (int i = 0; i < TRIES; i++) {
            SortedMap<String, CapturedFile> files = read(gitDirectory, name);
            SortedMap<String, String> after = git.refs(gitDirectory);
            if (before.equals(after) && holds(files, after, gitDirectory)) {
                return new RefsCapture(after, files);
            }
            before = after;
        }
        throw new StoreException(
                Reason.UNSTABLE,
                "the refs of repository '" + gitDirectory + "' did not rest for a moment in " + TRIES + " looks",
                "back it up when it is less busy");
    }

    /** Loose refs first: a ref that is packed meanwhile is then in the packed ones. */
    private static SortedMap<String, CapturedFile> read(Path gitDirectory, String name) throws StoreException {
        SortedMap<String, CapturedFile> files = new TreeMap<>();
        try {
            try (Stream<Path> below = Files.walk(gitDirectory.resolve("refs"))) {
                for (Path file : below.toList()) {
                    put(files, gitDirectory, name, file);
                }
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e.getCause();
                }
            }
            put(files, gitDirectory, name, gitDirectory.resolve("packed-refs"));
            put(files, gitDirectory, name, gitDirectory.resolve("HEAD"));
        } catch (IOException e) {
            throw new StoreException(
                    Reason.ACCESS_DENIED,
                    "cannot read the refs of repository '" + gitDirectory + "': " + e.getMessage(),
                    "the dump needs to read every file",
                    e);
        }
        return files;
    }

    private static void put(SortedMap<String, CapturedFile> files, Path gitDirectory, String name, Path file)
            throws IOException {
        String nameInGit = gitDirectory.relativize(file).toString();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || GitLayout.isLock(nameInGit)) {
            return;
        }
        try {
            TreeEntry entry = TreeEntry.of(file, name.isEmpty() ? nameInGit : name + "/" + nameInGit);
            files.put(nameInGit, new CapturedFile(entry, Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            // packed or deleted just now: the proof below or the second look will tell
        }
    }

    /** Whether every ref is in the files; a repository that keeps its refs in tables has none of them. */
    private static boolean holds(
            SortedMap<String, CapturedFile> files, SortedMap<String, String> refs, Path gitDirectory) {
        if (Files.isDirectory(gitDirectory.resolve("reftable"))) {
            return true;
        }
        CapturedFile packedFile = files.get("packed-refs");
        String packed = packedFile == null ? "" : new String(packedFile.content(), StandardCharsets.UTF_8);
        return refs.keySet().stream().allMatch(ref -> files.containsKey(ref) || packed.contains(" " + ref + "\n"));
    }
}
