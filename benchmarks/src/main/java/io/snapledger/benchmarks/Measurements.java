package io.snapledger.benchmarks;

import io.snapledger.events.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What each tool took in each round, printed as it comes, and the medians beside Snapledger's. */
final class Measurements {

    static final String SNAPLEDGER = "Snapledger";

    private static final Path TIME = Path.of("/usr/bin/time");

    private final Path report;
    private final Map<Subject, List<Figures>> results = new LinkedHashMap<>();

    /** @param directory for its own small files */
    Measurements(Path directory) {
        report = directory.resolve("time");
    }

    /**
     * One run of one tool.
     *
     * @param wall seconds
     * @param cpu seconds of user and system
     * @param bytes that it wrote, 0 if it wrote none to a file
     * @param peak bytes of resident memory, 0 if not known
     */
    record Figures(double wall, double cpu, long bytes, long peak) {}

    private record Subject(String what, String tool) {
        @Override
        public String toString() {
            return what + ": " + tool;
        }
    }

    /**
     * Runs and measures a script.
     *
     * @param output file or directory that it writes, if any
     */
    void script(String what, String tool, String script, @Nullable Path output, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> prefix = Files.isExecutable(TIME)
                ? List.of(TIME.toString(), "-o", report.toString(), "-f", "%U %S %M")
                : List.of();
        long begin = System.nanoTime();
        run(prefix, script, environment);
        double wall = (System.nanoTime() - begin) / 1e9;
        String[] words =
                Files.exists(report) ? Files.readString(report).strip().split(" ") : new String[] {"0", "0", "0"};
        add(
                what,
                tool,
                new Figures(
                        wall,
                        Double.parseDouble(words[0]) + Double.parseDouble(words[1]),
                        output == null ? 0 : size(output),
                        Long.parseLong(words[2]) * 1024));
    }

    /** Runs a script without measuring it. */
    static void prepare(String script, Map<String, String> environment) throws IOException, InterruptedException {
        run(List.of(), script, environment);
    }

    private static void run(List<String> prefix, String script, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("bash", "-o", "pipefail", "-c", script));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException("failed: " + script);
        }
    }

    void add(String what, String tool, Figures figures) {
        Subject subject = new Subject(what, tool);
        results.computeIfAbsent(subject, any -> new ArrayList<>()).add(figures);
        print(subject.toString(), figures);
    }

    /** Shows figures that count for nothing. */
    static void print(String name, Figures figures) {
        System.out.printf(
                "  %-40s wall %7.2f s  cpu %7.2f s  written %8.1f MB  peak %6.1f MB%n",
                name, figures.wall(), figures.cpu(), figures.bytes() / 1e6, figures.peak() / 1e6);
    }

    /** The medians of each tool, and the wall of Snapledger divided by each. */
    void print() {
        System.out.println("medians, and the wall of Snapledger divided by that of each");
        results.forEach((subject, runs) -> {
            double ours = median(results.get(new Subject(subject.what(), SNAPLEDGER)), Figures::wall);
            double wall = median(runs, Figures::wall);
            System.out.printf(
                    "  %-40s wall %7.2f s  cpu %7.2f s  ratio %5.2f%n",
                    subject, wall, median(runs, Figures::cpu), ours / wall);
        });
    }

    private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        return runs.stream()
                .mapToDouble(figure)
                .sorted()
                .skip(runs.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static long size(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Deletes a file or a directory with all it holds, if it is there. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
