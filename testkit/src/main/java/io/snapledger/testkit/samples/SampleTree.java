package io.snapledger.testkit.samples;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;

/** A directory tree with Git repositories, odd names, links and files of many sizes; the same for the same seed. */
public final class SampleTree {

    private final Path root;
    private final Random random;

    public SampleTree(Path root, long seed) {
        this.root = root;
        this.random = new Random(seed);
    }

    /** Two Git repositories with branches and a tag, and about {@code bytes} of files around them. */
    public Path fill(long bytes) {
        try {
            Files.createDirectories(root);
            repository("config", 5);
            repository("Odd name ß", 2);
            Path files = Files.createDirectories(root.resolve("files/deep/er"));
            for (long left = bytes, i = 0; left > 0; i++) {
                int length = (int) Math.min(left, 1L << (8 + random.nextInt(15)));
                write(files.resolve("file " + i + (i % 7 == 0 ? " ü" : "")), length, i % 3 != 0);
                left -= length;
            }
            Files.createFile(files.resolve("empty"));
            Files.createSymbolicLink(files.resolve("link"), Path.of("../../config/README"));
            Files.createSymbolicLink(files.resolve("dangling"), Path.of("/nonexistent/target"));
            Files.setPosixFilePermissions(files.resolve("empty"), PosixFilePermissions.fromString("rwxr-x--x"));
            Files.createDirectories(root.resolve("lost+found"));
            Files.createDirectories(root.resolve("an empty directory"));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void repository(String name, int commits) throws IOException {
        Path directory = Files.createDirectories(root.resolve(name));
        git(directory, "init", "-q", "-b", "main");
        for (int i = 0; i < commits; i++) {
            write(directory.resolve(i == 0 ? "README" : "file" + i), 2000, true);
            git(directory, "add", "-A");
            git(directory, "commit", "-q", "-m", "Commit " + i);
        }
        git(directory, "tag", "v1");
        git(directory, "branch", "feature/odd");
    }

    private static void git(Path directory, String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(
                List.of("git", "-c", "user.name=Sample", "-c", "user.email=sample@example.org", "-c", "gc.auto=0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z");
        builder.environment().put("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void write(Path file, int length, boolean text) throws IOException {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (text) {
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i % 60 == 59 ? '\n' : 'a' + (bytes[i] & 7));
            }
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(bytes);
        }
    }
}
