package io.snapledger.stores.files;

import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.KindOption.Locates;
import io.snapledger.stores.LocationForm;
import java.nio.file.Path;
import java.util.List;

/** What the kind says of itself. */
final class FilesKind {

    static final KindOption<Path> PATH =
            KindOption.path("path", "the directory").mustBeGiven().locating(Locates.WITHIN_REACH);

    static final KindOption<List<String>> EXCLUDE =
            KindOption.texts("exclude", "globs over relative paths that are left out, such as `cache/**`");

    static final KindOption<String> GIT = KindOption.choice(
                    "git",
                    List.of("auto", "true", "false"),
                    "`auto`: Git repositories are kept consistent where git is installed; `true`: it must be; `false`: everything is plain files")
            .byDefault("auto");

    static final KindOption<String> GIT_RESET = KindOption.choice(
                    "git-reset",
                    List.of("never", "always"),
                    "`always`: edits that were not committed are undone, without the filters that a repository's configuration names")
            .byDefault("never");

    static final KindOption<String> GIT_CHECK = KindOption.choice(
                    "git-check",
                    List.of("strict", "warn", "never"),
                    "what a broken repository means: `strict` ends the restore, `warn` is told only, `never` does not look")
            .byDefault("strict");

    static final KindDescription DESCRIPTION = new KindDescription(
            FilesEngine.KIND,
            "a directory of this machine, with the Git repositories in it",
            new LocationForm.Directory(PATH, "/srv/project"),
            List.of(PATH, EXCLUDE, GIT),
            List.of(GIT_RESET, GIT_CHECK));

    private FilesKind() {}
}
