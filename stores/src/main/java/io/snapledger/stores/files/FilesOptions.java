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
 * @param path absolute path of the directory
 * @param git {@code auto}: repositories are recognised where the program git is installed; {@code true}: it must be;
 *     {@code false}: everything is plain files; default {@code auto}
 * @param exclude globs over relative paths that are left out, e.g. {@code cache/**}; option {@code exclude}
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
        Options options = Options.of(store);
        String path = options.required("path");
        if (!path.isEmpty() && !path.startsWith("/")) {
            options.problem("'path' is '" + path + "' but must be absolute");
        }
        String git = options.choice("git", "auto", "auto", "true", "false");
        List<String> globs = options.list("exclude");
        List<Exclude> exclude = List.of();
        try {
            exclude = globs.stream().map(Exclude::of).toList();
        } catch (PatternSyntaxException e) {
            options.problem("'exclude' holds a glob that cannot be read: " + e.getDescription());
        }
        options.finish();
        return new FilesOptions(Path.of(path).normalize(), git, exclude);
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
