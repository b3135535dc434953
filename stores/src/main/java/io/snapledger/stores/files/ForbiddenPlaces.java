package io.snapledger.stores.files;

import io.snapledger.stores.ProtectedPaths;
import io.snapledger.stores.ProtectedPaths.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What of this machine a tree may not be, whatever somebody asks: the product's own directories, and those that the machine
 * runs on. Sentences with a hint; none if nothing is wrong.
 */
record ForbiddenPlaces(ProtectedPaths own) {

    /** Replacing one of these, or what contains it, breaks the machine. What lies in them may be a target. */
    private static final List<String> SYSTEM = List.of(
            "/",
            "/bin",
            "/boot",
            "/dev",
            "/etc",
            "/lib",
            "/lib32",
            "/lib64",
            "/libx32",
            "/proc",
            "/run",
            "/sbin",
            "/sys",
            "/tmp",
            "/usr",
            "/usr/bin",
            "/usr/include",
            "/usr/lib",
            "/usr/lib32",
            "/usr/lib64",
            "/usr/libexec",
            "/usr/libx32",
            "/usr/local",
            "/usr/sbin",
            "/usr/share",
            "/var",
            "/var/lib",
            "/var/lib/dpkg",
            "/var/run",
            "/var/tmp");

    /** What lies in these is no tree of files, or starts the machine. */
    private static final List<String> SYSTEM_WITH_ALL_BELOW = List.of("/boot", "/proc", "/sys");

    /** Why a tree may not be restored into a directory. */
    List<String> againstTarget(Path directory) {
        String hint = "; HINT: restore into a directory of its own";
        return Stream.of(
                        own.around(directory).map(place -> "'" + directory + "' lies in " + place + hint).stream(),
                        own.inside(directory).values().stream()
                                .map(place -> "'" + directory + "' contains " + place + hint),
                        isSystem(directory)
                                ? Stream.of("'" + directory + "' belongs to the operating system and is never replaced"
                                        + hint)
                                : Stream.<String>empty())
                .flatMap(each -> each)
                .toList();
    }

    private static boolean isSystem(Path directory) {
        return places(SYSTEM).stream().anyMatch(place -> new ProtectedPaths(List.of(new Place(directory, "the target")))
                        .around(place.path())
                        .isPresent())
                || new ProtectedPaths(places(SYSTEM_WITH_ALL_BELOW))
                        .around(directory)
                        .isPresent();
    }

    private static List<Place> places(List<String> paths) {
        return paths.stream()
                .map(Path::of)
                .filter(Files::exists)
                .map(path -> new Place(path, "the system"))
                .toList();
    }

    /**
     * Why a tree may not be dumped: a restore of it would replace the repository it comes from by an older copy. What its
     * options exclude does no harm.
     */
    List<String> againstStore(FilesOptions options) {
        Path directory = options.path();
        Stream<String> around = own
                .around(directory)
                .map(place ->
                        "'" + directory + "' lies in " + place + ", which is no store; HINT: back up another directory")
                .stream();
        Stream<String> inside = own.inside(directory).entrySet().stream()
                .filter(place -> !isExcluded(options, place.getKey()))
                .map(place -> "'" + directory + "' contains " + place.getValue()
                        + ", and a restore would replace it by an older copy of itself; HINT: set exclude: "
                        + place.getKey() + ", or keep it elsewhere");
        return Stream.concat(around, inside).toList();
    }

    private static boolean isExcluded(FilesOptions options, Path relative) {
        for (Path above = relative; above != null; above = above.getParent()) {
            if (options.excludes(above.toString())) {
                return true;
            }
        }
        return options.excludes(relative + "/a") && options.excludes(relative + "/a/a"); // as data/** does
    }
}
