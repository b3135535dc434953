package io.snapledger.posix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A file's name, or the target of a symbolic link, as the bytes that the system has: any but NUL, at least one, of no encoding.
 * Ordered by unsigned bytes.
 */
public final class ByteName implements Comparable<ByteName> {

    private final byte[] bytes;

    private ByteName(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a name is empty");
        }
        for (byte each : bytes) {
            if (each == 0) {
                throw new IllegalArgumentException("the name '" + ByteText.of(bytes) + "' holds a NUL");
            }
        }
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException if it is empty or holds a NUL */
    public static ByteName of(byte[] bytes) {
        return new ByteName(bytes.clone());
    }

    /** The text's UTF-8, with no escapes. */
    public static ByteName of(String text) {
        return new ByteName(text.getBytes(UTF_8));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if a backslash is not followed by {@code x} and two hex digits
     */
    public static ByteName parse(String text) {
        return new ByteName(ByteText.parse(text));
    }

    /**
     * Readable, and the same for this name alone: UTF-8 as it is; as {@code \xHH} each byte that is not UTF-8, of a control character, of
     * a character that turns the direction of text, of a line's end, and the backslash.
     */
    public String text() {
        return ByteText.of(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the bytes are UTF-8. */
    public boolean isUtf8() {
        return ByteText.isUtf8(bytes);
    }

    /** Whether it can stand in a directory: no slash, neither {@code .} nor {@code ..}. */
    public boolean isEntry() {
        for (byte each : bytes) {
            if (each == '/') {
                return false;
            }
        }
        return !(bytes[0] == '.' && (bytes.length == 1 || bytes.length == 2 && bytes[1] == '.'));
    }

    /** For the C library. */
    byte[] terminated() {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    @Override
    public int compareTo(ByteName other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** As {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
