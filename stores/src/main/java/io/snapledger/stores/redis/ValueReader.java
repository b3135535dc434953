package io.snapledger.stores.redis;

import java.io.IOException;

/** Reads the value of a key in constant memory, whatever its length. Types and layout: {@code rdb.h} and {@code rdb.c} of Redis 7 and Valkey 8. */
final class ValueReader {

    private static final int QUICKLIST_PLAIN = 1;
    private static final int QUICKLIST_PACKED = 2;

    private final RdbInput input;
    private final RdbStrings strings;
    private final Digest.Maker digests = new Digest.Maker();
    private final StreamValue streams;
    private final ModuleValue modules;
    private final HashValue hashes;

    ValueReader(RdbInput input) {
        this.input = input;
        strings = new RdbStrings(input);
        streams = new StreamValue(input, strings, digests);
        modules = new ModuleValue(input, strings, digests);
        hashes = new HashValue(strings, digests);
    }

    /**
     * Reads to the value's end.
     *
     * @param version of the RDB: above {@link RdbVersion#VALKEY_ALONE} some numbers of types are Valkey's
     */
    Value read(int type, int version) throws IOException {
        return switch (type) {
            case 0 -> value("string", digests.of(strings.string()));
            case 1 -> value("list", plainList());
            case 10 -> value("list", inOrder(new Ziplist(strings.string(), digests), Digest.ZERO));
            case 14 -> value("list", quicklist());
            case 18 -> value("list", quicklistOfListpacks());
            case 2 -> value("set", plainSet());
            case 11 -> value("set", sum(new Intset(strings.string(), digests)));
            case 20 -> value("set", sum(new Listpack(strings.string(), digests)));
            case 5 -> value("zset", plainSortedSet());
            case 12 -> value("zset", scored(new Ziplist(strings.string(), digests)));
            case 17 -> value("zset", scored(new Listpack(strings.string(), digests)));
            case 4 -> hashes.plain();
            case 13 -> hashes.packed(new Ziplist(strings.string(), digests));
            case 16 -> hashes.packed(new Listpack(strings.string(), digests));
            case 22 -> {
                RdbVersion.requireValkey(version, type);
                yield hashes.withExpiries();
            }
            case 7 -> modules.read();
            case 15 -> value("stream", streams.read(1));
            case 19 -> value("stream", streams.read(2));
            case 21 -> value("stream", streams.read(3));
            default ->
                throw MalformedRdb.unknown(
                        "a value of type " + type + " before byte " + input.position() + ", which is unknown here");
        };
    }

    /** Names of modules whose data stand beside the keys. */
    String moduleData() throws IOException {
        return modules.beside();
    }

    private static Value value(String type, Digest digest) {
        return new Value(type, digest, Value.NEVER);
    }

    private Digest plainList() throws IOException {
        Digest list = Digest.ZERO;
        for (long left = strings.count(); left > 0; left--) {
            list = digests.joined(list, digests.of(strings.string()));
        }
        return list;
    }

    private Digest inOrder(Cells cells, Digest before) throws IOException {
        Digest list = before;
        while (cells.next()) {
            list = digests.joined(list, cells.digest());
        }
        return list;
    }

    private Digest quicklist() throws IOException {
        Digest list = Digest.ZERO;
        for (long left = strings.count(); left > 0; left--) {
            list = inOrder(new Ziplist(strings.string(), digests), list);
        }
        return list;
    }

    private Digest quicklistOfListpacks() throws IOException {
        Digest list = Digest.ZERO;
        for (long left = strings.count(); left > 0; left--) {
            long container = strings.number();
            if (container == QUICKLIST_PLAIN) {
                list = digests.joined(list, digests.of(strings.string()));
            } else if (container == QUICKLIST_PACKED) {
                list = inOrder(new Listpack(strings.string(), digests), list);
            } else {
                throw new MalformedRdb("a list's node of unknown kind before byte " + input.position());
            }
        }
        return list;
    }

    private Digest plainSet() throws IOException {
        Digest set = Digest.ZERO;
        for (long left = strings.count(); left > 0; left--) {
            set = set.plus(digests.of(strings.string()));
        }
        return set;
    }

    private static Digest sum(Cells cells) throws IOException {
        Digest set = Digest.ZERO;
        while (cells.next()) {
            set = set.plus(cells.digest());
        }
        return set;
    }

    private Digest plainSortedSet() throws IOException {
        Digest set = Digest.ZERO;
        for (long left = strings.count(); left > 0; left--) {
            Digest member = digests.of(strings.string());
            set = set.plus(scored(member, Double.longBitsToDouble(strings.fixed())));
        }
        return set;
    }

    private Digest scored(Cells cells) throws IOException {
        Digest set = Digest.ZERO;
        while (cells.next()) {
            Digest member = cells.digest();
            cells.require(cells.next(), "a member without a score");
            set = set.plus(scored(member, cells.score()));
        }
        return set;
    }

    private Digest scored(Digest member, double score) {
        return digests.joined(member, Digest.ZERO, Double.doubleToLongBits(score + 0.0)); // -0.0 is 0.0
    }
}
