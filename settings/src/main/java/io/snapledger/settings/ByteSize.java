package io.snapledger.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([KMGT]?)");
    private static final String UNITS = "KMGT";

    /** Written as {@code 1048576}, {@code 1024K}, {@code 1M}: units are powers of 1024. */
    static ByteSize parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("no size: " + text);
        }
        long factor = size.group(2).isEmpty() ? 1 : 1L << 10 * (UNITS.indexOf(size.group(2)) + 1);
        return new ByteSize(Math.multiplyExact(Long.parseLong(size.group(1)), factor));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }
}
