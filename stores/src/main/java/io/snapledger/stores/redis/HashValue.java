package io.snapledger.stores.redis;

import java.io.IOException;

/** Reads hashes: fields with values, in no order; of Valkey 9 also with expiries. */
final class HashValue {

    private static final long NO_EXPIRY = -1;

    private final RdbStrings strings;
    private final Digest.Maker digests;

    HashValue(RdbStrings strings, Digest.Maker digests) {
        this.strings = strings;
        this.digests = digests;
    }

    Value plain() throws IOException {
        Digest hash = Digest.ZERO;
        for (long left = strings.count(); left > 0; left--) {
            Digest field = digests.of(strings.string());
            hash = hash.plus(entry(field, digests.of(strings.string()), NO_EXPIRY));
        }
        return new Value("hash", hash, Value.NEVER);
    }

    Value packed(Cells cells) throws IOException {
        Digest hash = Digest.ZERO;
        while (cells.next()) {
            Digest field = cells.digest();
            cells.require(cells.next(), "a field without a value");
            hash = hash.plus(entry(field, cells.digest(), NO_EXPIRY));
        }
        return new Value("hash", hash, Value.NEVER);
    }

    Value withExpiries() throws IOException {
        Digest hash = Digest.ZERO;
        long first = Value.NEVER;
        for (long left = strings.count(); left > 0; left--) {
            Digest field = digests.of(strings.string());
            Digest value = digests.of(strings.string());
            long expiry = strings.fixed();
            hash = hash.plus(entry(field, value, expiry));
            first = expiry == NO_EXPIRY ? first : Math.min(first, expiry);
        }
        return new Value("hash", hash, first);
    }

    private Digest entry(Digest field, Digest value, long expiry) {
        return digests.joined(field, value, expiry);
    }
}
