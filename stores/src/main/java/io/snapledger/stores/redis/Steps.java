package io.snapledger.stores.redis;

import io.snapledger.stores.Progress;

/** Tells how far a reading is. */
final class Steps implements RdbReader.Visitor {

    private static final int EVERY = 10_000;

    private final Progress progress;
    private final String what;
    private RdbInput input;
    private String step;
    private long keys;

    Steps(Progress progress, String what) {
        this.progress = progress;
        this.what = what;
        step = what;
        progress.report(what, 0);
    }

    @Override
    public void from(RdbInput from) {
        input = from;
    }

    @Override
    public void database(int number, long offset) {
        step = what + ": database " + number;
        progress.report(step, offset);
    }

    @Override
    public void value(Key key, Value value, long length) {
        if (++keys % EVERY == 0) {
            progress.report(step, input.position());
        }
    }
}
