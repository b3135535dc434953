package io.snapledger.repository;

/** For work on many things where trouble with one keeps nobody from trying the others. For one thread. */
public final class FirstFailure {

    private RepositoryException first;

    /** Does it; a failure is kept for {@link #rethrow}, anything but a {@link RepositoryException} goes through. */
    public void of(Runnable work) {
        try {
            work.run();
        } catch (RepositoryException e) {
            if (first == null) {
                first = e;
            } else {
                first.addSuppressed(e);
            }
        }
    }

    /** Throws the first failure with the others suppressed; returns if there was none. */
    public void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
