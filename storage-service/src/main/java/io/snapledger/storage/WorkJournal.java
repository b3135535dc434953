package io.snapledger.storage;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.MalformedEventException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Events that were acknowledged to Kafka and are not answered yet: one file each, so that a kill or a power cut loses
 * none. Line one holds the CloudEvents attributes, line two the data, both JSON. The directory belongs to one process.
 */
public final class WorkJournal {

    private static final System.Logger LOG = System.getLogger(WorkJournal.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".event";
    private static final String TEMPORARY = "new-";

    private final Path directory;
    private final EventCodec codec;

    public WorkJournal(Path directory, EventCodec codec) {
        this.codec = codec;
        try {
            this.directory = Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make the journal " + directory + "; HINT: snapledger.data-directory must be writable", e);
        }
    }

    /** Every remembered event. A file that cannot be read is set aside as {@code *.unreadable} and logged. */
    public List<Event<?>> load() {
        List<Event<?>> events = new ArrayList<>();
        removeUnfinished();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                try {
                    events.add(read(file));
                } catch (IOException | MalformedEventException e) {
                    LOG.log(System.Logger.Level.ERROR, "journaled event cannot be read and is set aside: " + file, e);
                    Files.move(
                            file,
                            file.resolveSibling(file.getFileName() + ".unreadable"),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal " + directory, e);
        }
        return events;
    }

    /** What a kill left in the middle of being written was never acknowledged. */
    private void removeUnfinished() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, TEMPORARY + "*")) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clean the journal " + directory, e);
        }
    }

    /** Durable once this returns; repeating it changes nothing. */
    public void remember(Event<?> event) {
        Path file = file(event);
        try {
            if (Files.exists(file)) {
                return;
            }
            Path temporary = Files.createTempFile(directory, TEMPORARY, ".tmp");
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(bytes(event));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remember event " + event.id() + " in " + directory, e);
        }
    }

    /** Its answer is published. */
    public void forget(Event<?> event) {
        try {
            Files.deleteIfExists(file(event));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot forget event " + event.id() + " in " + directory, e);
        }
    }

    private Event<?> read(Path file) throws IOException, MalformedEventException {
        byte[] all = Files.readAllBytes(file);
        int end = 0;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        if (end == all.length) {
            throw new IOException("the journaled event has no second line: " + file);
        }
        Map<String, String> attributes = JSON.readValue(all, 0, end, new TypeReference<Map<String, String>>() {});
        byte[] data = Arrays.copyOfRange(all, end + 1, all.length);
        return codec.read(attributes, data);
    }

    private byte[] bytes(Event<?> event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(JSON.writeValueAsBytes(codec.attributes(event)));
        bytes.write('\n');
        bytes.write(codec.data(event));
        return bytes.toByteArray();
    }

    private Path file(Event<?> event) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(event.identity().getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(digest, 0, 16) + SUFFIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
