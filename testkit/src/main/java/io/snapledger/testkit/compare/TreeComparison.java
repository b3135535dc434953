package io.snapledger.testkit.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares two directory trees: names, types, modes, owners, links' targets, times of files to the second, and sha256
 * of contents. A {@code lost+found} at the top does not count.
 */
public final class TreeComparison {

    private TreeComparison() {}

    /** {@code TreeComparison <directory> <directory>} */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: TreeComparison <directory> <directory>");
            System.exit(Outcome.WRONG_USE);
        }
        System.exit(compare(Path.of(args[0]), Path.of(args[1])).tell(System.out));
    }

    public static Outcome compare(Path expected, Path actual) throws IOException {
        return Outcome.of(inventory(expected), inventory(actual));
    }

    private static SortedMap<String, String> inventory(Path root) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.equals(root.resolve("lost+found"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (!directory.equals(root)) {
                    found.put(root.relativize(directory) + "/", "directory " + rights(directory));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                found.put(root.relativize(file).toString(), describe(file, attributes));
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static String describe(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return "link to " + Files.readSymbolicLink(file);
        }
        if (!attributes.isRegularFile()) {
            return "special " + rights(file);
        }
        return "file " + rights(file) + " " + attributes.size() + " "
                + attributes.lastModifiedTime().toInstant().getEpochSecond() + " " + sha256(file);
    }

    private static String rights(Path path) throws IOException {
        Map<String, Object> unix = Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        return Integer.toOctalString((int) unix.get("mode") & 07777) + " " + unix.get("uid") + ":" + unix.get("gid");
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            Arrays.fill(buffer, (byte) 0);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
