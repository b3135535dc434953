package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Timestamp;
import io.snapledger.stores.Evidence;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts and digests of a tree. Each digest is the sum, modulo 2^256, of the sha256 of lines: a sum needs no order and no memory, and an
 * entry read again can be exchanged. One is of every entry (its type, name, mode, size and hash of content, or target of a link), one of
 * the times of files and links, one of which names are the same file. Names and targets are bytes. Times of directories are not counted,
 * since whoever looks at a repository changes them.
 */
final class TreeDigest {

    /** Below which the facts of a whole tree stand in the evidence. */
    static final String WHOLE = "tree";

    private final Sum entries = new Sum();
    private final Sum times = new Sum();
    private final Sum groups = new Sum();
    private long files;
    private long bytes;
    private long directories;
    private long links;
    private long hardLinks;

    /** What a file was when it was read. */
    record Content(int mode, Timestamp modified, long size, String hash) {}

    /** A sum of digests. */
    private static final class Sum {

        private static final BigInteger ALL_BITS = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

        private final MessageDigest sha256 = sha256();
        private BigInteger value = BigInteger.ZERO;

        void add(byte[]... parts) {
            value = value.add(number(parts)).and(ALL_BITS);
        }

        void subtract(byte[]... parts) {
            value = value.subtract(number(parts)).and(ALL_BITS);
        }

        private BigInteger number(byte[]... parts) {
            for (byte[] part : parts) {
                sha256.update(part);
            }
            return new BigInteger(1, sha256.digest());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        String hex() {
            return String.format("%064x", value);
        }
    }

    void directory(BytePath path, int mode) {
        directories++;
        entries.add(bytes("directory\0"), path.bytes(), bytes("\0" + Integer.toOctalString(mode)));
    }

    void link(BytePath path, ByteName target, Timestamp modified) {
        links++;
        entries.add(bytes("link\0"), path.bytes(), bytes("\0"), target.bytes());
        times.add(path.bytes(), time(modified));
    }

    void file(BytePath path, Content content) {
        files++;
        bytes += content.size();
        entries.add(bytes("file\0"), path.bytes(), line(content));
        times.add(path.bytes(), time(content.modified()));
    }

    /** Takes back a file that will be told again. */
    void forgetFile(BytePath path, Content content) {
        files--;
        bytes -= content.size();
        entries.subtract(bytes("file\0"), path.bytes(), line(content));
        times.subtract(path.bytes(), time(content.modified()));
    }

    /** All names in the tree of one file, or of one symbolic link, whose lines are told besides. */
    void sameFile(List<BytePath> names) {
        if (names.size() > 1) {
            hardLinks += names.size() - 1;
            byte[][] sorted = names.stream()
                    .sorted()
                    .flatMap(name -> Stream.of(name.bytes(), bytes("\0")))
                    .toArray(byte[][]::new);
            groups.add(sorted);
        }
    }

    private static byte[] line(Content content) {
        return bytes("\0" + Integer.toOctalString(content.mode()) + "\0" + content.size() + "\0" + content.hash());
    }

    private static byte[] time(Timestamp time) {
        return bytes("\0" + time.seconds() + "." + time.nanos());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    long files() {
        return files;
    }

    /** @param of below which they stand in the evidence */
    Map<String, String> facts(String of) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(Evidence.path(of, "files"), Long.toString(files));
        facts.put(Evidence.path(of, "bytes"), Long.toString(bytes));
        facts.put(Evidence.path(of, "directories"), Long.toString(directories));
        facts.put(Evidence.path(of, "links"), Long.toString(links));
        facts.put(Evidence.path(of, "digest"), entries.hex());
        facts.put(Evidence.path(of, "times"), times.hex());
        facts.put(Evidence.path(of, "hard-links"), hardLinks + " " + groups.hex());
        return facts;
    }
}
