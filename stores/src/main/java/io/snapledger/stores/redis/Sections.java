package io.snapledger.stores.redis;

import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where in the one stream of a snapshot its databases are, so that one of them is read alone. */
final class Sections implements RdbReader.Visitor {

    static final String STREAM = "dump.rdb";
    static final String DATA_BYTES = "data-bytes";
    static final String LARGEST = "largest-value";
    static final String MODULES = "modules";
    static final String TYPES_OF_MODULES = "types-of-modules";

    private static final String VERSION = "rdb-version";
    private static final String END = "end";

    private final SortedMap<Integer, Long> begins = new TreeMap<>();
    private int version;
    private long end;

    @Override
    public void database(int number, long offset) {
        begins.put(number, offset);
    }

    @Override
    public void end(long offset) {
        end = offset;
    }

    Map<String, String> attributes(int rdbVersion) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(VERSION, Integer.toString(rdbVersion));
        attributes.put(END, Long.toString(end));
        begins.forEach((number, offset) -> attributes.put(RestoreOptions.PATH + number, Long.toString(offset)));
        return attributes;
    }

    /** @throws StoreException {@code DAMAGED}: the manifest does not say what a dump writes there */
    static Sections of(SnapshotContent content) throws StoreException {
        StreamContent stream = content.stream(STREAM)
                .orElseThrow(() -> new StoreException(Reason.DAMAGED, "the snapshot has no stream " + STREAM, ""));
        Sections sections = new Sections();
        try {
            stream.attributes().forEach((name, value) -> {
                if (name.startsWith(RestoreOptions.PATH)) {
                    sections.begins.put(
                            Integer.valueOf(name.substring(RestoreOptions.PATH.length())), Long.valueOf(value));
                }
            });
            sections.end = Long.parseLong(stream.attributes().getOrDefault(END, ""));
            sections.version = Integer.parseInt(stream.attributes().getOrDefault(VERSION, ""));
        } catch (NumberFormatException e) {
            throw new StoreException(Reason.DAMAGED, "the snapshot does not say where its databases are", "", e);
        }
        return sections;
    }

    SortedMap<Integer, Long> begins() {
        return begins;
    }

    /** Of RDB. */
    int version() {
        return version;
    }

    /** Where a database ends. */
    long end(int database) {
        return begins.tailMap(database + 1).values().stream().findFirst().orElse(end);
    }

    long bytes(int database) {
        return end(database) - begins.get(database);
    }
}
