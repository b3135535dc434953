package io.snapledger.stores.files;

import io.snapledger.stores.Options;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * What tree, and how.
 *
 * @param path {@link FilesKind#PATH}, normalized
 * @param git {@link FilesKind#GIT}
 * @param exclude {@link FilesKind#EXCLUDE}
 */
record FilesOptions(Path path, String git, List<Exclude> exclude) {

    /** A pattern as it was written, and what it matches. */
    record Exclude(String glob, PathMatcher matcher) {

        private static Exclude of(String glob) {
            return new Exclude(glob, FileSystems.getDefault().getPathMatcher("glob:" + glob));
        }

        boolean matches(Path path) {
            return matcher.matches(path);
        }
    }

    static FilesOptions of(StoreDefinition store) throws StoreException {
        Options options = Options.of(store, FilesKind.DESCRIPTION);
        Path path = options.get(FilesKind.PATH);
        String git = options.get(FilesKind.GIT);
        List<String> globs = options.get(FilesKind.EXCLUDE);
        List<Exclude> exclude = List.of();
        try {
            exclude = globs.stream().map(Exclude::of).toList();
        } catch (PatternSyntaxException e) {
            options.problem("'exclude' holds a glob that cannot be read: " + e.getDescription());
        }
        options.finish();
        return new FilesOptions(path, git, exclude);
    }

    boolean excludes(String name) {
        return !excluding(name).isEmpty();
    }

    /** The patterns that match a path, given as text. */
    List<Exclude> excluding(String name) {
        if (exclude.isEmpty()) {
            return List.of();
        }
        try {
            Path path = Path.of(name);
            return exclude.stream().filter(each -> each.matches(path)).toList();
        } catch (InvalidPathException e) {
            return List.of(); // not in the encoding of this process
        }
    }
}
