package io.snapledger.stores.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A tree with everything that is easily lost: links, modes, odd and long names, a bare and a dirty repository. */
final class SampleTree {

    private SampleTree() {}

    static void fill(Path root) throws Exception {
        Files.createDirectories(root.resolve("plain/empty directory"));
        Files.createDirectories(root.resolve("lost+found"));
        Files.writeString(root.resolve("plain/Ünïcode \"odd\" 'name'\n\t"), "odd");
        Files.writeString(root.resolve("plain/" + "long".repeat(60)), "long");
        Path deep = root.resolve("plain/" + "deep/".repeat(60) + "file");
        Files.createDirectories(deep.getParent());
        Files.writeString(deep, "deep");
        Files.writeString(root.resolve("plain/script"), "#!/bin/sh\n");
        Files.setAttribute(root.resolve("plain/script"), "unix:mode", 04755);
        Files.setAttribute(root.resolve("plain/empty directory"), "unix:mode", 0700);
        Files.setLastModifiedTime(
                root.resolve("plain/script"), FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_000)));
        byte[] random = new byte[3_000_000];
        new Random(7).nextBytes(random);
        Files.write(root.resolve("plain/random"), random);
        Files.createFile(root.resolve("plain/nothing"));
        Files.createSymbolicLink(root.resolve("plain/link"), Path.of("random"));
        Files.createSymbolicLink(root.resolve("plain/dangling"), Path.of("/no/such/../thing"));
        Files.createLink(root.resolve("plain/second name"), root.resolve("plain/random"));
        run(root, "mkfifo", "plain/pipe");

        Path shop = Files.createDirectories(root.resolve("config/sockshop"));
        git(shop, "init", "-q", "-b", "main");
        Files.writeString(shop.resolve("values.yaml"), "replicas: 1\n");
        commit(shop, "first");
        git(shop, "branch", "staging");
        git(shop, "tag", "-a", "v1", "-m", "one");
        Files.writeString(shop.resolve("values.yaml"), "replicas: 2\n");
        commit(shop, "second");
        git(shop, "pack-refs", "--all");
        git(shop, "branch", "after-packing");
        Files.writeString(shop.resolve("untracked"), "kept\n");
        Files.createFile(shop.resolve(".git/index.lock"));

        Path dirty = Files.createDirectories(root.resolve("config/dirty"));
        git(dirty, "init", "-q", "-b", "main");
        Files.writeString(dirty.resolve("file"), "committed\n");
        commit(dirty, "only");
        Files.writeString(dirty.resolve("file"), "edited, not committed\n");

        Path bare = Files.createDirectories(root.resolve("config/bare.git"));
        git(bare, "clone", "-q", "--bare", shop.toString(), ".");
        git(Files.createDirectories(root.resolve("config/unborn")), "init", "-q", "-b", "main");
    }

    /** What find(1) tells of a sample tree: type, path as a list tells it, and size of files; but for what is left out with a reason. */
    static List<String> found(Path root) throws IOException, InterruptedException {
        Process find = new ProcessBuilder("find", ".", "-mindepth", "1", "-printf", "%y %P %s\\0")
                .directory(root.toFile())
                .start();
        String output = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (find.waitFor() != 0) {
            throw new IllegalStateException("find failed in " + root);
        }
        return Stream.of(output.split("\0"))
                .filter(line ->
                        !line.startsWith("p ") && !line.startsWith("d lost+found ") && !line.contains("/index.lock "))
                .map(line -> line.startsWith("f ") ? line : line.replaceAll(" [0-9]+$", " -"))
                .map(line -> line.replace("\n", "\\x0A").replace("\t", "\\x09"))
                .toList();
    }

    static void commit(Path repository, String message) throws Exception {
        git(repository, "add", "-A");
        git(repository, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", message);
    }

    static void git(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        run(directory, command.toArray(String[]::new));
    }

    static void run(Path directory, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + output);
        }
    }
}
