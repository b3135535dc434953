package io.snapledger.posix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A relative path of names, none of them {@code .} or {@code ..}; of no names at all for the root it is relative to. Ordered by its names
 * from the left, so that a directory comes before what is in it, and all that before what comes after the directory.
 */
public final class BytePath implements Comparable<BytePath> {

    /** The path of no names. */
    public static final BytePath ROOT = new BytePath(new byte[0]);

    private final byte[] bytes;

    private BytePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The names between single slashes.
     *
     * @throws IllegalArgumentException if a name is empty (a slash at the begin or the end, or two), {@code .}, {@code ..}, or holds a NUL
     */
    public static BytePath of(byte[] bytes) {
        if (bytes.length == 0) {
            return ROOT;
        }
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (i == from
                        || !ByteName.of(Arrays.copyOfRange(bytes, from, i)).isEntry()) {
                    throw new IllegalArgumentException(
                            "'" + ByteText.of(bytes) + "' is no relative path of plain names");
                }
                from = i + 1;
            }
        }
        return new BytePath(bytes.clone());
    }

    /** As {@link #of(byte[])}, of the text's UTF-8. */
    public static BytePath of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** Reads what {@link #text} wrote. @throws IllegalArgumentException as {@link #of(byte[])} and {@link ByteName#parse} */
    public static BytePath parse(String text) {
        return of(ByteText.parse(text));
    }

    /** @throws IllegalArgumentException if the name cannot stand in a directory */
    public BytePath resolve(ByteName name) {
        if (!name.isEntry()) {
            throw new IllegalArgumentException("'" + name + "' cannot stand in a directory");
        }
        byte[] last = name.bytes();
        if (isRoot()) {
            return new BytePath(last);
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + last.length);
        joined[bytes.length] = '/';
        System.arraycopy(last, 0, joined, bytes.length + 1, last.length);
        return new BytePath(joined);
    }

    /** The other, below this one. */
    public BytePath resolve(BytePath below) {
        BytePath path = this;
        for (ByteName name : below.names()) {
            path = path.resolve(name);
        }
        return path;
    }

    public boolean isRoot() {
        return bytes.length == 0;
    }

    /** The path without its last name. @throws IllegalStateException for the root */
    public BytePath parent() {
        int slash = lastSlash();
        return slash < 0 ? ROOT : new BytePath(Arrays.copyOf(bytes, slash));
    }

    /** The last name. @throws IllegalStateException for the root */
    public ByteName name() {
        return ByteName.of(Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length));
    }

    private int lastSlash() {
        if (isRoot()) {
            throw new IllegalStateException("the root has neither name nor parent");
        }
        int slash = bytes.length - 1;
        while (slash >= 0 && bytes[slash] != '/') {
            slash--;
        }
        return slash;
    }

    /** From the outermost in. */
    public List<ByteName> names() {
        List<ByteName> names = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= bytes.length && !isRoot(); i++) {
            if (i == bytes.length || bytes[i] == '/') {
                names.add(ByteName.of(Arrays.copyOfRange(bytes, from, i)));
                from = i + 1;
            }
        }
        return names;
    }

    /** Whether this is the other or below it. */
    public boolean startsWith(BytePath other) {
        int length = other.bytes.length;
        return length == 0
                || bytes.length >= length
                        && Arrays.equals(bytes, 0, length, other.bytes, 0, length)
                        && (bytes.length == length || bytes[length] == '/');
    }

    /** The names with slashes between them. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public boolean isUtf8() {
        return ByteText.isUtf8(bytes);
    }

    /** The names as {@link ByteName#text}, with slashes between them. */
    public String text() {
        return ByteText.of(bytes);
    }

    @Override
    public int compareTo(BytePath other) {
        int same = Arrays.mismatch(bytes, other.bytes);
        return same < 0 ? 0 : Integer.compare(rank(same), other.rank(same));
    }

    /** A path's end comes first, then the slash, then all others. */
    private int rank(int at) {
        if (at == bytes.length) {
            return -2;
        }
        return bytes[at] == '/' ? -1 : bytes[at] & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytePath path && Arrays.equals(bytes, path.bytes);
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
