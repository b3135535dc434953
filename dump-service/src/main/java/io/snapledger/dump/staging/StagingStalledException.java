package io.snapledger.dump.staging;

import java.io.IOException;

/** Staging stayed full for longer than an attempt may wait: its storage is away, or the quota is too small. */
public final class StagingStalledException extends IOException {

    private static final long serialVersionUID = 1L;

    public StagingStalledException(String message) {
        super(message);
    }
}
