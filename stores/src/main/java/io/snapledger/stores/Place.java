package io.snapledger.stores;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Where a restore would write.
 *
 * @param words for a person, e.g. {@code /srv/project} or {@code db.example:5432}; never a secret
 * @param exclusive what no second restore may touch meanwhile; at least one
 */
public record Place(String words, Set<Key> exclusive) {

    public Place {
        Objects.requireNonNull(words, "words");
        exclusive = Set.copyOf(exclusive);
        if (exclusive.isEmpty()) {
            throw new IllegalArgumentException("a place that excludes nothing: " + words);
        }
    }

    /** Whether two restores into them could touch the same thing. */
    public boolean overlaps(Place other) {
        return exclusive.stream().anyMatch(key -> other.exclusive.stream().anyMatch(key::overlaps));
    }

    /**
     * The name of something that is written, from the whole to the part, as the segments of a path are. It stands for itself and all
     * below it.
     */
    public record Key(List<String> segments) {

        public Key {
            segments = List.copyOf(segments);
            if (segments.isEmpty()) {
                throw new IllegalArgumentException("a key of nothing");
            }
        }

        public static Key of(String... segments) {
            return new Key(List.of(segments));
        }

        /** A server: its names for this machine are one. */
        public static Key ofServer(String host, int port) {
            String name = host.toLowerCase(Locale.ROOT);
            boolean here = name.equals("localhost") || name.equals("::1") || name.startsWith("127.");
            return of("server", here ? "localhost" : name, Integer.toString(port));
        }

        /**
         * The same where its names hold for one way alone, as those of a pod's own network do.
         *
         * @param way {@link Reaches#wayTo}; empty: directly
         */
        public Key by(String way) {
            if (way.isEmpty()) {
                return this;
            }
            List<String> longer = new ArrayList<>(List.of("by", way));
            longer.addAll(segments);
            return new Key(longer);
        }

        boolean overlaps(Key other) {
            int both = Math.min(segments.size(), other.segments.size());
            return segments.subList(0, both).equals(other.segments.subList(0, both));
        }
    }
}
