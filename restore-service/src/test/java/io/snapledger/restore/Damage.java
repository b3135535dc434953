package io.snapledger.restore;

import io.snapledger.repository.memory.MemoryBackend;

/** Rot. */
final class Damage {

    private Damage() {}

    /** Changes one bit of an object; a position below 0 counts from the end. */
    static void flipByte(MemoryBackend backend, String key, int position) {
        byte[] bytes = backend.bytes(key);
        bytes[position < 0 ? bytes.length + position : position] ^= 1;
        backend.damage(key, bytes);
    }
}
