package io.snapledger.repository.format;

import java.util.Arrays;

/**
 * Where the chunks of a stream lie, in order: runs of neighbours {@code (owner, segment, first, count)}, owner 0 being the
 * snapshot itself. Kept as numbers in one array, 16 bytes a run, since a large, often changed stream has millions of them.
 */
public final class Runs {

    private int[] numbers;
    private int used;

    public Runs() {
        this(new int[16], 0);
    }

    private Runs(int[] numbers, int used) {
        this.numbers = numbers;
        this.used = used;
    }

    /** Adds a chunk, to the last run if it is its next neighbour. */
    public void add(int owner, int segment, int chunk) {
        if (used > 0
                && numbers[used - 4] == owner
                && numbers[used - 3] == segment
                && numbers[used - 2] + numbers[used - 1] == chunk) {
            numbers[used - 1]++;
        } else {
            add(owner, segment, chunk, 1);
        }
    }

    /** Adds a run as it is. */
    public void add(int owner, int segment, int first, int count) {
        if (used == numbers.length) {
            numbers = Arrays.copyOf(numbers, used * 2);
        }
        numbers[used++] = owner;
        numbers[used++] = segment;
        numbers[used++] = first;
        numbers[used++] = count;
    }

    /** Number of runs. */
    public int size() {
        return used / 4;
    }

    public int owner(int run) {
        return numbers[run * 4];
    }

    public int segment(int run) {
        return numbers[run * 4 + 1];
    }

    public int first(int run) {
        return numbers[run * 4 + 2];
    }

    public int count(int run) {
        return numbers[run * 4 + 3];
    }
}
