package io.snapledger.stores.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Makes RDBs by hand, right and wrong ones. */
final class RdbBytes {

    static final int HUGE = 0x81;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private RdbBytes() {}

    static RdbBytes of(String magic) {
        RdbBytes rdb = new RdbBytes();
        rdb.bytes.writeBytes(magic.getBytes(StandardCharsets.US_ASCII));
        return rdb;
    }

    /** At the value of a key of this type, in database 0. */
    static RdbBytes atValue(int type) {
        return of("REDIS0010").add(254, 0, type).text("key");
    }

    RdbBytes add(int... octets) {
        for (int octet : octets) {
            bytes.write(octet);
        }
        return this;
    }

    RdbBytes add(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /** Its length and it. */
    RdbBytes text(String text) {
        byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
        return length(characters.length).add(characters);
    }

    RdbBytes string(int... octets) {
        return length(octets.length).add(octets);
    }

    RdbBytes length(long length) {
        add(HUGE);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.write((int) (length >>> shift));
        }
        return this;
    }

    byte[] cut() {
        return bytes.toByteArray();
    }

    /** With an end and no checksum. */
    byte[] ended() {
        return add(255, 0, 0, 0, 0, 0, 0, 0, 0).cut();
    }
}
