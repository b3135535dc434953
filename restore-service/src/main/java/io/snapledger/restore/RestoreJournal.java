package io.snapledger.restore;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.snapledger.events.Nullable;
import io.snapledger.posix.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One file for each restore, written durably at each step; ended ones are kept a while so that a repeated event is recognised. */
public final class RestoreJournal {

    private static final Duration KEPT = Duration.ofDays(90);
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,80}");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path directory;

    public RestoreJournal(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the journal of restores " + directory, e);
        }
    }

    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** Returns once the record would survive a loss of power. */
    public synchronized void write(RestoreRecord record) {
        Path file = file(record.id());
        try {
            DurableFile.replace(file, JSON.writeValueAsBytes(record));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    public synchronized Optional<RestoreRecord> read(String id) {
        Path file = file(id);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), RestoreRecord.class));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Those that have not ended. Forgets ended ones after 90 days. */
    public List<RestoreRecord> open(Instant now) {
        List<RestoreRecord> open = new ArrayList<>();
        for (Path file : files()) {
            RestoreRecord record = read(file);
            if (record != null && !record.ended()) {
                open.add(record);
            } else if (record != null && record.receivedAt().plus(KEPT).isBefore(now)) {
                forget(file);
            }
        }
        return open;
    }

    /** One that cannot be read is for a person; it does not keep the others from going on. */
    private static @Nullable RestoreRecord read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), RestoreRecord.class);
        } catch (IOException e) {
            System.getLogger(RestoreJournal.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "restore {0} is left as it is, since it cannot be read: {1}; HINT: look at its target, then delete the file",
                            file,
                            e.getMessage());
            return null;
        }
    }

    private static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal of restores " + directory, e);
        }
    }

    private Path file(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException("restore id '" + id + "' does not match " + ID);
        }
        return directory.resolve(id + ".json");
    }
}
