package io.snapledger.standalone.simulation;

/** A fast generator of pseudo-random numbers: SplitMix64 (Steele, Lea, Flood, 2014). The same seed gives the same schedule. */
final class Luck {

    private long state;

    Luck(long seed) {
        this.state = seed;
    }

    private long next() {
        long z = state += 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** From 0 to below {@code bound}. */
    int below(int bound) {
        return (int) ((next() >>> 1) % bound);
    }

    /** True in {@code percent} of 100 cases. */
    boolean percent(int percent) {
        return below(100) < percent;
    }
}
