package io.snapledger.scheduler;

/** A backup that cannot be cancelled, since it has ended or never was. */
public final class RefusedCancelException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean ended;

    /** @param ended whether there was such a backup */
    public RefusedCancelException(boolean ended, String message) {
        super(message);
        this.ended = ended;
    }

    public boolean hasEnded() {
        return ended;
    }
}
