package io.snapledger.stores.etcd;

import java.util.Arrays;

/**
 * A key as it was at a revision (mvccpb.KeyValue, in protobuf).
 *
 * @param modified the revision of its last change
 * @param lease with which it vanishes; 0: none
 */
record KeyValue(byte[] key, byte[] value, long modified, long lease) {

    /** @throws MalformedDatabase if it is no message, or one without a key */
    static KeyValue read(byte[] message) throws MalformedDatabase {
        Fields fields = new Fields(message);
        byte[] key = new byte[0];
        byte[] value = new byte[0];
        long modified = 0;
        long lease = 0;
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> key = fields.bytes();
                case 3 -> modified = fields.integer();
                case 5 -> value = fields.bytes();
                case 6 -> lease = fields.integer();
                default -> {
                    // when it was created, and how often it was changed since
                }
            }
        }
        if (key.length == 0) {
            throw new MalformedDatabase("a revision is of no key");
        }
        return new KeyValue(key, value, modified, lease);
    }

    /** The fields of a message of protobuf, one after the other. */
    static final class Fields {

        private final byte[] message;
        private int at;
        private int tag;
        private long integer;
        private byte[] bytes;

        Fields(byte[] message) {
            this.message = message;
        }

        boolean next() throws MalformedDatabase {
            if (at == message.length) {
                return false;
            }
            tag = (int) varint();
            integer = 0;
            bytes = new byte[0];
            switch (tag & 7) {
                case 0 -> integer = varint();
                case 2 -> {
                    long length = varint();
                    if (length < 0 || length > message.length - at) {
                        throw new MalformedDatabase(
                                "a field of " + length + " bytes in a message of " + message.length);
                    }
                    bytes = Arrays.copyOfRange(message, at, at + (int) length);
                    at += (int) length;
                }
                default -> throw new MalformedDatabase("a field of unknown type " + (tag & 7));
            }
            return true;
        }

        int number() {
            return tag >>> 3;
        }

        long integer() {
            return integer;
        }

        byte[] bytes() {
            return bytes;
        }

        private long varint() throws MalformedDatabase {
            long value = 0;
            for (int shift = 0; shift < 64 && at < message.length; shift += 7) {
                byte part = message[at++];
                value |= (part & 0x7fL) << shift;
                if (part >= 0) {
                    return value;
                }
            }
            throw new MalformedDatabase("a number that does not end");
        }
    }
}
