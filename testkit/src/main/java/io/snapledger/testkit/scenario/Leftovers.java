package io.snapledger.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks for what an installation at rest must not have: tool processes, transactions, staged or temporary files, segments of lost attempts. */
final class Leftovers {

    private final Cluster cluster;
    private final PostgresServer source;

    Leftovers(Cluster cluster, PostgresServer source) {
        this.cluster = cluster;
        this.source = source;
    }

    /** Looks until nothing is found, or says what is still there after the limit. */
    List<String> await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        List<String> found = look();
        while (!found.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
            found = look();
        }
        return found;
    }

    private List<String> look() {
        List<String> found = new ArrayList<>();
        tools(found);
        transactions(found);
        files(found);
        lostAttempts(found);
        return found;
    }

    private void tools(List<String> found) {
        ProcessHandle.allProcesses()
                .filter(process ->
                        process.info().command().map(Leftovers::isTool).orElse(false))
                .filter(this::isOfThisInstallation)
                .forEach(process -> found.add("process " + process.pid() + " "
                        + process.info().commandLine().orElse("")));
    }

    private static boolean isTool(String command) {
        return command.matches(".*/(pg_dump|pg_dumpall|pg_restore)");
    }

    /** By its private files, whose path its environment holds: others may be dumping on the same machine. */
    private boolean isOfThisInstallation(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return new String(environment, StandardCharsets.ISO_8859_1)
                    .contains(cluster.directory().toString());
        } catch (IOException e) {
            return process.isAlive();
        }
    }

    private void transactions(List<String> found) {
        String open = source.ask(
                "postgres",
                "select string_agg(application_name || ' ' || coalesce(state, ''), ', ') from pg_stat_activity"
                        + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
        if (open != null) {
            found.add("connections at the source: " + open);
        }
    }

    private void files(List<String> found) {
        for (Path file : below(cluster.directory())) {
            String path = cluster.directory().relativize(file).toString();
            boolean staged = path.contains("staging") && path.endsWith(".segment");
            boolean temporary = path.endsWith(".tmp") || path.contains("/tmp/");
            if ((staged || temporary) && !path.contains("kafka")) {
                found.add("file " + path);
            }
        }
    }

    /** {@code segments/<store>/<snapshot>/<attempt>/…} of anything but the attempt that the decision names. */
    private void lostAttempts(List<String> found) {
        Path segments = cluster.repository().resolve("segments");
        for (Path file : below(segments)) {
            Path relative = segments.relativize(file);
            if (relative.getNameCount() != 4) {
                continue;
            }
            String attempt = relative.getName(2).toString();
            Path decision = cluster.repository()
                    .resolve("decisions")
                    .resolve(relative.getName(0))
                    .resolve(relative.getName(1) + ".json");
            if (!text(decision).contains('"' + attempt + '"')) {
                found.add("segment of a lost attempt " + relative);
            }
        }
    }

    private static String text(Path decision) {
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(decision));
            return json.toString();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> below(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        } catch (IOException | UncheckedIOException e) {
            found(e); // files come and go while we look
        }
        return files;
    }

    private static void found(Exception e) {
        System.Logger log = System.getLogger(Leftovers.class.getName());
        log.log(System.Logger.Level.DEBUG, "a file vanished while looking", e);
    }
}
