package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a repository's own configuration says, as mere words: a copy is taken apart by {@code git config --file}, which includes
 * nothing and obeys nothing.
 *
 * @param values the last value of each key
 */
record GitConfig(Map<String, String> values) {

    private static final int LONGEST = 1 << 20;
    /** Those that change nothing of what is read here. */
    private static final Set<String> HARMLESS = Set.of(
            "extensions.noop",
            "extensions.noop-v1",
            "extensions.preciousobjects",
            "extensions.partialclone",
            "extensions.worktreeconfig",
            "extensions.relativeworktrees",
            "extensions.objectformat");

    /** @throws UnreadableRepository if the repository cannot be understood by its configuration */
    static GitConfig of(Git git, Path gitDirectory)
            throws UnreadableRepository, StoreException, IOException, InterruptedException {
        byte[] content;
        try (Directory directory = Directory.open(gitDirectory)) {
            content = RegularFile.readWhole(directory, ByteName.of("config"), LONGEST);
        } catch (NoSuchFileException e) {
            return new GitConfig(Map.of());
        } catch (IOException e) {
            throw new UnreadableRepository("its config cannot be read: " + e.getMessage());
        }
        GitConfig config = new GitConfig(git.parsed(content));
        config.refuseUnknown();
        return config;
    }

    /** @param listing what {@code git config --list --null} says: a key, a line feed, its value, a NUL, and so on */
    static Map<String, String> values(String listing) {
        Map<String, String> values = new TreeMap<>();
        for (String entry : listing.split("\0")) {
            int end = entry.indexOf('\n');
            values.put(end < 0 ? entry : entry.substring(0, end), end < 0 ? "true" : entry.substring(end + 1));
        }
        return values;
    }

    private void refuseUnknown() throws UnreadableRepository {
        String version = values.getOrDefault("core.repositoryformatversion", "0");
        if (!version.equals("0") && !version.equals("1")) {
            throw new UnreadableRepository("its format has version " + version);
        }
        for (String key : values.keySet()) {
            boolean isExtension = key.startsWith("extensions.") && version.equals("1");
            if (isExtension && !HARMLESS.contains(key) && !isFiles(key)) {
                throw new UnreadableRepository("it has the extension " + key + " = " + values.get(key));
            }
        }
    }

    private boolean isFiles(String key) {
        return key.equals("extensions.refstorage") && values.get(key).equals("files");
    }

    /** Whether objects may be missing because they are fetched when somebody wants them. */
    boolean isPartialClone() {
        return values.containsKey("extensions.partialclone")
                || values.entrySet().stream()
                        .anyMatch(entry -> entry.getKey().startsWith("remote.")
                                && entry.getKey().endsWith(".promisor")
                                && entry.getValue().toLowerCase(Locale.ROOT).equals("true"));
    }

    /** Where its work tree is said to be, if not beside it. */
    Optional<String> workTree() {
        return Optional.ofNullable(values.get("core.worktree"));
    }
}
