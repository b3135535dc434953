package io.snapledger.posix;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where something was opened, for messages: put together only when one is needed, since most names are never told.
 *
 * @param parent null for what was opened by a path
 * @param name a path or a {@link ByteName}
 */
record Location(Location parent, Object name) {

    static Location of(Path path) {
        return new Location(null, path);
    }

    Location resolve(ByteName entry) {
        return new Location(this, entry);
    }

    /** For the C library. Java has made the path from text in the encoding of the locale; this is its way back. */
    static byte[] terminated(Path path) {
        Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        return ByteName.of(path.toString().getBytes(encoding)).terminated();
    }

    @Override
    public String toString() {
        Deque<String> names = new ArrayDeque<>();
        for (Location at = this; at != null; at = at.parent) {
            names.push(at.name.toString());
        }
        return String.join("/", names);
    }
}
