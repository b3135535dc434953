package io.snapledger.repository.write;

import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.format.Runs;
import io.snapledger.repository.format.Sha256;
import java.security.MessageDigest;

/** A stream while it is written: the digester owns the digest, the writer the runs, and both are still when it is sealed. */
final class StreamState {

    final String name;
    final MessageDigest digest = Sha256.digest();
    final Runs runs = new Runs();

    long bytes;
    volatile boolean closed;

    StreamState(String name) {
        this.name = name;
    }

    Manifest.Stream sealed() {
        return new Manifest.Stream(name, bytes, Sha256.hex(digest), runs);
    }
}
