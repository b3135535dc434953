package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A repository's refs and index at one moment: the bytes of their files. Objects are read after it, so that all a ref leads to
 * is there, however busy the repository is. Nothing but these files is read, and no Git is asked.
 *
 * @param files name in the Git directory to content
 * @param strange what lies where refs do and is none, with the reason; kept as what it is
 */
record RefsCapture(Refs refs, SortedMap<String, CapturedFile> files, SortedMap<String, String> strange) {

    private static final int TRIES = 1000;
    private static final int PAUSE_MILLIS = 5;
    private static final int LONGEST_REF = 4096;
    private static final int LONGEST_PACKED = 32 << 20;
    private static final int LONGEST_INDEX = 16 << 20;
    private static final int MOST_LOOSE = 50_000;
    private static final int DEEPEST = 64;

    /** A file as it was when it was captured. */
    @SuppressWarnings("ArrayRecordComponent") // carried from here to the archive, never compared
    record CapturedFile(TreeEntry entry, byte[] content) {}

    /**
     * Looks until two looks see the same.
     *
     * @param name of the Git directory, relative to the tree
     */
    static RefsCapture of(Path gitDirectory, String name)
            throws UnreadableRepository, IOException, InterruptedException {
        String before = "";
        for (int i = 0; i < TRIES; i++) {
            Look look = new Look(gitDirectory, name);
            String now = look.run();
            if (now.equals(before)) {
                return look.capture();
            }
            before = now;
            if (i > 0) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        throw new UnreadableRepository("its refs did not rest for a moment in " + TRIES + " looks");
    }

    /** One look at all the files. */
    private static final class Look {

        private final Path gitDirectory;
        private final String name;
        private final SortedMap<String, CapturedFile> files = new TreeMap<>();
        private final SortedMap<String, String> strange = new TreeMap<>();
        private final ContentHash hash = new ContentHash();

        Look(Path gitDirectory, String name) {
            this.gitDirectory = gitDirectory;
            this.name = name;
        }

        /** Loose refs first: a ref that is packed meanwhile is then in the packed ones. What tells this look from another. */
        String run() throws UnreadableRepository, IOException, InterruptedException {
            try (Directory git = Directory.open(gitDirectory)) {
                try (Directory refs = git.directory(ByteName.of("refs"))) {
                    below(refs, "refs", 1);
                }
                file(git, ByteName.of("packed-refs"), "packed-refs", LONGEST_PACKED);
                file(git, ByteName.of("HEAD"), "HEAD", LONGEST_REF);
                file(git, ByteName.of("index"), "index", LONGEST_INDEX);
            }
            if (!files.containsKey("HEAD") || !Refs.isHead(files.get("HEAD").content())) {
                throw new UnreadableRepository("its HEAD holds neither a ref nor an id");
            }
            if (strange.containsKey("packed-refs")) {
                throw new UnreadableRepository("packed-refs " + strange.get("packed-refs"));
            }
            strange.remove("index"); // it is read later, or left out, as any other file
            return hash.hex();
        }

        private void below(Directory directory, String path, int depth)
                throws UnreadableRepository, IOException, InterruptedException {
            for (ByteName entry : directory.names().stream().sorted().toList()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (files.size() > MOST_LOOSE) {
                    throw new UnreadableRepository(
                            "more than " + MOST_LOOSE + " of its refs are loose; git pack-refs packs them");
                }
                entry(directory, entry, path + "/" + entry.text(), depth);
            }
        }

        private void entry(Directory directory, ByteName entry, String path, int depth)
                throws UnreadableRepository, IOException, InterruptedException {
            try {
                switch (directory.status(entry).type()) {
                    case DIRECTORY -> {
                        if (depth == DEEPEST) {
                            strange(path, "is nested more than " + DEEPEST + " deep");
                            return;
                        }
                        try (Directory inner = directory.directory(entry)) {
                            below(inner, path, depth + 1);
                        }
                    }
                    default -> file(directory, entry, path, LONGEST_REF);
                }
            } catch (NoSuchFileException e) {
                // packed or deleted just now: the next look will tell
            }
        }

        private void file(Directory directory, ByteName entry, String path, int limit) {
            if (GitLayout.isLock(path)) {
                return;
            }
            try {
                TreeEntry captured =
                        new TreeEntry(BytePath.of(name).resolve(BytePath.parse(path)), directory.status(entry));
                byte[] content = RegularFile.readWhole(directory, entry, limit);
                files.put(path, new CapturedFile(captured, content));
                update(path, content);
            } catch (NoSuchFileException e) {
                // packed or deleted just now: the next look will tell
            } catch (IOException e) {
                strange(path, reason(e));
            }
        }

        private static String reason(IOException e) {
            return e instanceof FileSystemException told && told.getReason() != null
                    ? told.getReason()
                    : e.getClass().getSimpleName();
        }

        private void strange(String path, String why) {
            strange.put(path, why);
            update(path, new byte[0]);
        }

        private void update(String path, byte[] content) {
            byte[] head = (path + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8);
            hash.update(head, head.length);
            hash.update(content, content.length);
        }

        RefsCapture capture() {
            SortedMap<String, byte[]> loose = new TreeMap<>();
            files.subMap("refs/", "refs0").forEach((path, file) -> loose.put(path, file.content()));
            byte[] packed =
                    files.containsKey("packed-refs") ? files.get("packed-refs").content() : new byte[0];
            return new RefsCapture(new Refs(files.get("HEAD").content(), packed, loose), files, strange);
        }
    }
}
