package io.snapledger.stores;

import io.snapledger.settings.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Directories that a store must not hold and a restore must not touch, foremost the product's own: what its data directory, its
 * keys, its repository and its staging hold is what every restore needs. Paths are compared by their names and by what they
 * lead to, so that neither a link nor a bind mount hides one.
 *
 * @param places each with what it is
 */
public record ProtectedPaths(List<Place> places) {

    /** Nothing is protected. */
    public static final ProtectedPaths NONE = new ProtectedPaths(List.of());

    /**
     * One of them.
     *
     * @param path absolute; need not be there
     * @param what it is, in words, e.g. {@code the data directory}
     */
    public record Place(Path path, String what) {
        public Place {
            path = path.toAbsolutePath().normalize();
        }

        @Override
        public String toString() {
            return what + " '" + path + "'";
        }
    }

    public ProtectedPaths {
        places = List.copyOf(places);
    }

    /** @param named what each is, to where it is */
    public static ProtectedPaths of(Map<String, Path> named) {
        List<Place> places = new ArrayList<>();
        new LinkedHashMap<>(named).forEach((what, path) -> places.add(new Place(path, what)));
        return new ProtectedPaths(places);
    }

    /** What an installation keeps on this machine: its data, keys and staging, and the repositories that are directories. */
    public static ProtectedPaths of(Installation installation) {
        Map<String, Path> own = new LinkedHashMap<>();
        own.put("the data directory", installation.dataDirectory());
        own.put("the keys", installation.keyDirectory());
        own.put("the staging directory", installation.stagingDirectory());
        installation.repositories().forEach((name, repository) -> repository
                .option("path")
                .ifPresent(path -> own.put("the repository " + name, Path.of(path))));
        return of(own);
    }

    /** The first place that is the directory or that the directory lies in. */
    public Optional<Place> around(Path directory) {
        return places.stream()
                .filter(place -> below(directory, place.path()).isPresent())
                .findFirst();
    }

    /** The places that lie in the directory, by their path relative to it. */
    public Map<Path, Place> inside(Path directory) {
        Map<Path, Place> inside = new LinkedHashMap<>();
        for (Place place : places) {
            below(place.path(), directory)
                    .filter(relative -> !relative.toString().isEmpty())
                    .ifPresent(relative -> inside.put(relative, place));
        }
        return inside;
    }

    /** The path relative to the directory, if it lies in it; empty text if it is the directory. */
    private static Optional<Path> below(Path path, Path directory) {
        for (Path each : List.of(path, resolved(path))) {
            for (Path above = each; above != null; above = above.getParent()) {
                if (isSame(above, directory)) {
                    return Optional.of(above.relativize(each));
                }
            }
        }
        return Optional.empty();
    }

    /** Without links, as far as the path is there. */
    private static Path resolved(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            return parent == null ? path : resolved(parent).resolve(path.getFileName());
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.equals(other) || Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // one of them is not there
        }
    }
}
