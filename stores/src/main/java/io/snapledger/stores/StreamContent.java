package io.snapledger.stores;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One stream of a snapshot, as its engine describes it in the manifest.
 *
 * @param name as given to {@link StreamSink#open}
 * @param bytes length
 * @param about what it holds in the store's own words, e.g. {@code database shop}
 * @param nativeUse the command that uses this stream as a file without Snapledger, e.g.
 *     {@code pg_restore --create --dbname postgres shop.dump}
 * @param attributes what the engine needs again at a restore, e.g. the real name of the database
 */
public record StreamContent(
        String name, long bytes, String about, String nativeUse, SortedMap<String, String> attributes) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public StreamContent {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("stream name '" + name + "' does not match " + NAME);
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("stream '" + name + "' has " + bytes + " bytes");
        }
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(nativeUse, "nativeUse");
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    public StreamContent(String name, long bytes, String about, String nativeUse, Map<String, String> attributes) {
        this(name, bytes, about, nativeUse, new TreeMap<>(attributes));
    }
}
