package io.snapledger.stores.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads streams: entries, the last id, groups with their consumers and what is pending. Counters that a server makes up when it loads a stream
 * of an older version, and when a consumer was seen, are not part of the digest.
 */
final class StreamValue {

    private static final int MOST_FIELDS = 64 * 1024;
    private static final long DELETED = 1;
    private static final long SAME_FIELDS = 2;

    private final RdbInput input;
    private final RdbStrings strings;
    private final Digest.Maker digests;
    private final byte[] id = new byte[16];

    StreamValue(RdbInput input, RdbStrings strings, Digest.Maker digests) {
        this.input = input;
        this.strings = strings;
        this.digests = digests;
    }

    /** @param version of the layout, 1 to 3 */
    Digest read(int version) throws IOException {
        Digest stream = Digest.ZERO;
        for (long nodes = strings.count(); nodes > 0; nodes--) {
            stream = node(stream);
        }
        strings.number(); // how many entries: they were counted
        stream = digests.joined(stream, Digest.ZERO, strings.number(), strings.number()); // the last id
        for (int counters = version >= 2 ? 5 : 0; counters > 0; counters--) {
            strings.number();
        }
        for (long groups = strings.count(); groups > 0; groups--) {
            stream = digests.joined(stream, group(version));
        }
        return stream;
    }

    private Digest node(Digest before) throws IOException {
        Bytes key = strings.string();
        if (key.left() != id.length) {
            throw new MalformedRdb("an id of a stream's node with " + key.left() + " bytes");
        }
        key.readFully(id, id.length);
        long millis = Numbers.bigEndian(id, 0, 8);
        long sequence = Numbers.bigEndian(id, 8, 8);
        Listpack cells = new Listpack(strings.string(), digests);
        number(cells);
        number(cells);
        List<Digest> fields = fields(cells);
        number(cells); // always 0
        Digest stream = before;
        while (cells.next()) {
            long flags = cells.number();
            long entryMillis = millis + number(cells);
            long entrySequence = sequence + number(cells);
            Digest entry = (flags & SAME_FIELDS) != 0 ? valuesOf(fields, cells) : fieldsAndValues(cells);
            number(cells); // how many cells the entry has
            if ((flags & DELETED) == 0) {
                stream = digests.joined(stream, entry, entryMillis, entrySequence);
            }
        }
        return stream;
    }

    private List<Digest> fields(Cells cells) throws IOException {
        List<Digest> fields = new ArrayList<>();
        for (long left = number(cells); left > 0; left--) {
            if (fields.size() == MOST_FIELDS) {
                throw new MalformedRdb("a stream's entry has more than " + MOST_FIELDS + " fields");
            }
            fields.add(cell(cells));
        }
        return fields;
    }

    private Digest valuesOf(List<Digest> fields, Cells cells) throws IOException {
        Digest entry = Digest.ZERO;
        for (Digest field : fields) {
            entry = digests.joined(entry, digests.joined(field, cell(cells)));
        }
        return entry;
    }

    private Digest fieldsAndValues(Cells cells) throws IOException {
        Digest entry = Digest.ZERO;
        for (long left = number(cells); left > 0; left--) {
            Digest field = cell(cells);
            entry = digests.joined(entry, digests.joined(field, cell(cells)));
        }
        return entry;
    }

    private static long number(Cells cells) throws IOException {
        cells.require(cells.next(), "a stream's entry without its end");
        return cells.number();
    }

    private static Digest cell(Cells cells) throws IOException {
        cells.require(cells.next(), "a stream's entry without its end");
        return cells.digest();
    }

    private Digest group(int version) throws IOException {
        Digest group = digests.of(strings.string());
        group = digests.joined(group, Digest.ZERO, strings.number(), strings.number()); // delivered up to this id
        if (version >= 2) {
            strings.number(); // how many entries were read, roughly
        }
        for (long pending = strings.count(); pending > 0; pending--) {
            input.readFully(id, id.length);
            group = digests.joined(
                    group, digests.of(id), strings.fixed(), strings.number()); // delivered when, and how often
        }
        for (long consumers = strings.count(); consumers > 0; consumers--) {
            group = digests.joined(group, consumer(version));
        }
        return group;
    }

    private Digest consumer(int version) throws IOException {
        Digest consumer = digests.of(strings.string());
        strings.fixed(); // when it was seen
        if (version >= 3) {
            strings.fixed(); // when it was active
        }
        for (long pending = strings.count(); pending > 0; pending--) {
            input.readFully(id, id.length);
            consumer = digests.joined(consumer, digests.of(id));
        }
        return consumer;
    }
}
