package io.snapledger.testkit.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the Git repositories below two directories with Git's own means: which there are, HEAD, every ref, the ids of
 * all reachable objects, and that {@code git fsck} is content with both.
 */
public final class GitComparison {

    private GitComparison() {}

    /** {@code GitComparison <directory> <directory>} */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: GitComparison <directory> <directory>");
            System.exit(Outcome.WRONG_USE);
        }
        System.exit(compare(Path.of(args[0]), Path.of(args[1])).tell(System.out));
    }

    public static Outcome compare(Path expected, Path actual) throws IOException, InterruptedException {
        return Outcome.of(inventory(expected), inventory(actual));
    }

    private static SortedMap<String, String> inventory(Path root) throws IOException, InterruptedException {
        List<Path> repositories;
        try (Stream<Path> all = Files.walk(root)) {
            repositories = all.filter(path ->
                            Files.isRegularFile(path.resolve("HEAD")) && Files.isDirectory(path.resolve("objects")))
                    .toList();
        }
        SortedMap<String, String> found = new TreeMap<>();
        for (Path repository : repositories) {
            String name = root.relativize(repository).toString();
            found.put(
                    name + " HEAD", Files.readString(repository.resolve("HEAD")).strip());
            found.put(
                    name + " fsck",
                    git(repository, "fsck", "--full", "--no-dangling").strip());
            for (String ref : git(repository, "for-each-ref", "--format=%(refname) %(objectname)")
                    .lines()
                    .toList()) {
                String[] parts = ref.split(" ");
                found.put(name + " " + parts[0], parts[1]);
            }
            String objects = git(repository, "rev-list", "--all", "--objects", "--no-object-names");
            List<String> sorted = new ArrayList<>(objects.lines().toList());
            sorted.sort(null);
            found.put(name + " objects", sorted.size() + " " + sorted.hashCode());
        }
        return found;
    }

    /** Standard output and errors of a Git command, with its exit code if it failed. */
    private static String git(Path repository, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "safe.directory=*", "--git-dir=" + repository.toAbsolutePath()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return code == 0 ? output : output + "exit code " + code;
    }
}
