package io.snapledger.benchmarks;

/**
 * How much is measured.
 *
 * @param rows of the database
 * @param megabytes of the file
 * @param rounds of all tools, interleaved
 */
record Size(long rows, int megabytes, int rounds) {

    /** Arguments {@code [ROWS] [FILE_MB] [ROUNDS]}. */
    static Size of(String[] arguments) {
        return new Size(
                arguments.length > 0 ? Long.parseLong(arguments[0]) : 8_000_000,
                arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2000,
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3);
    }
}
