package io.snapledger.stores.redis;

import java.io.IOException;

/** Reads what modules wrote: numbers and strings, each with its kind before it, so that nobody needs the module to find the end. */
final class ModuleValue {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int END = 0;
    private static final int UNSIGNED = 2;

    private final RdbInput input;
    private final RdbStrings strings;
    private final Digest.Maker digests;
    private final byte[] scratch = new byte[Long.BYTES];

    ModuleValue(RdbInput input, RdbStrings strings, Digest.Maker digests) {
        this.input = input;
        this.strings = strings;
        this.digests = digests;
    }

    Value read() throws IOException {
        String name = name(strings.number());
        return new Value("module/" + name, parts(), Value.NEVER);
    }

    /** Data of a module as a whole. */
    String beside() throws IOException {
        String name = name(strings.number());
        if (strings.number() != UNSIGNED) {
            throw new MalformedRdb("data of a module without their place before byte " + input.position());
        }
        strings.number();
        parts();
        return name;
    }

    private Digest parts() throws IOException {
        Digest all = Digest.ZERO;
        for (long kind = strings.number(); kind != END; kind = strings.number()) {
            all = digests.joined(all, part(kind), kind);
        }
        return all;
    }

    private Digest part(long kind) throws IOException {
        if (kind == 1 || kind == UNSIGNED) {
            return digests.ofNumber(strings.number());
        }
        if (kind == 3) {
            input.readFully(scratch, 4);
            return digests.ofNumber(Numbers.littleEndian(scratch, 0, 4));
        }
        if (kind == 4) {
            return digests.ofNumber(strings.fixed());
        }
        if (kind == 5) {
            return digests.of(strings.string());
        }
        throw new MalformedRdb("data of a module of unknown kind before byte " + input.position());
    }

    /** Nine characters of six bits, then ten bits with a version. */
    private static String name(long id) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            name.append(ALPHABET.charAt((int) (id >>> (58 - 6 * i)) & 0x3f));
        }
        return name.toString();
    }
}
