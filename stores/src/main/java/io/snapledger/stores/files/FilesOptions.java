package io.snapledger.stores.files;

import io.snapledger.stores.Options;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.nio.file.FileSystems;
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
record FilesOptions(Path path, String git, List<PathMatcher> exclude) {

    static FilesOptions of(StoreDefinition store) throws StoreException {
        Options options = Options.of(store);
        String path = options.required("path");
        if (!path.isEmpty() && !path.startsWith("/")) {
            options.problem("'path' is '" + path + "' but must be absolute");
        }
        String git = options.choice("git", "auto", "auto", "true", "false");
        List<String> globs = options.list("exclude");
        List<PathMatcher> matchers = List.of();
        try {
            matchers = globs.stream()
                    .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                    .toList();
        } catch (PatternSyntaxException e) {
            options.problem("'exclude' holds a glob that cannot be read: " + e.getDescription());
        }
        options.finish();
        return new FilesOptions(Path.of(path).normalize(), git, matchers);
    }

    boolean excludes(String name) {
        return !exclude.isEmpty() && exclude.stream().anyMatch(matcher -> matcher.matches(Path.of(name)));
    }
}
