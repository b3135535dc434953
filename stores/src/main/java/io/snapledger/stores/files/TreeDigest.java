package io.snapledger.stores.files;

import io.snapledger.stores.Evidence;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts and one digest of a tree: the sum, modulo 2^256, of the sha256 of a line for every entry (its type, name, mode, size and hash
 * of content, or target of a link). A sum needs no order and no memory, and an entry read again can be exchanged.
 */
final class TreeDigest {

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private BigInteger sum = BigInteger.ZERO;
    private long files;
    private long bytes;
    private long directories;
    private long links;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void directory(String name, int mode) {
        directories++;
        add("directory\0" + name + "\0" + Integer.toOctalString(mode));
    }

    void link(String name, String target) {
        links++;
        add("link\0" + name + "\0" + target);
    }

    void file(String name, int mode, long size, String hash) {
        files++;
        bytes += size;
        add(line(name, mode, size, hash));
    }

    /** Takes back a file that will be told again. */
    void forgetFile(String name, int mode, long size, String hash) {
        files--;
        bytes -= size;
        sum = sum.subtract(number(line(name, mode, size, hash))).mod(MODULUS);
    }

    private static String line(String name, int mode, long size, String hash) {
        return "file\0" + name + "\0" + Integer.toOctalString(mode) + "\0" + size + "\0" + hash;
    }

    private void add(String line) {
        sum = sum.add(number(line)).mod(MODULUS);
    }

    private static BigInteger number(String line) {
        return new BigInteger(1, sha256().digest(line.getBytes(StandardCharsets.UTF_8)));
    }

    long files() {
        return files;
    }

    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put(Evidence.path("tree", "files"), Long.toString(files));
        facts.put(Evidence.path("tree", "bytes"), Long.toString(bytes));
        facts.put(Evidence.path("tree", "directories"), Long.toString(directories));
        facts.put(Evidence.path("tree", "links"), Long.toString(links));
        facts.put(Evidence.path("tree", "digest"), String.format("%064x", sum));
        return facts;
    }
}
