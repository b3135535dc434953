package io.snapledger.stores.redis;

/**
 * The checksum of RDB files and DUMP payloads: CRC-64 of Jones, polynomial 0xad93d23594c935a9 reflected, initial value 0, no final inversion;
 * of {@code 123456789} it is {@code e9c6d914c4b8d9ca}.
 */
final class Crc64 {

    private static final long REFLECTED = 0x95ac9329ac4bc9b5L;
    private static final int LANES = 8;
    private static final long[][] TABLE = table();

    private long value;

    void update(byte[] bytes, int offset, int length) {
        long crc = value;
        int i = offset;
        int end = offset + length;
        for (; end - i >= LANES; i += LANES) {
            crc ^= Numbers.littleEndian(bytes, i, LANES);
            long next = 0;
            for (int lane = 0; lane < LANES; lane++) {
                next ^= TABLE[LANES - 1 - lane][(int) (crc >>> (8 * lane)) & 0xff];
            }
            crc = next;
        }
        for (; i < end; i++) {
            crc = TABLE[0][(int) (crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
        }
        value = crc;
    }

    long value() {
        return value;
    }

    void reset() {
        value = 0;
    }

    /** Row n holds what a byte does to the checksum n bytes later. */
    private static long[][] table() {
        long[][] table = new long[LANES][256];
        for (int b = 0; b < 256; b++) {
            long crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ REFLECTED : crc >>> 1;
            }
            table[0][b] = crc;
        }
        for (int lane = 1; lane < LANES; lane++) {
            for (int b = 0; b < 256; b++) {
                long before = table[lane - 1][b];
                table[lane][b] = table[0][(int) before & 0xff] ^ (before >>> 8);
            }
        }
        return table;
    }
}
