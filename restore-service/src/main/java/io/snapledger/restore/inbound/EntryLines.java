package io.snapledger.restore.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.snapledger.stores.SnapshotEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A list of entries as lines of JSON. The status was said before the first line, so that the last one tells how it ended: its number of
 * entries, or a {@link Problem}. A list without such a line was cut off.
 */
final class EntryLines {

    private static final int BUFFER = 32 * 1024;

    private static final ObjectWriter JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .build()
            .writer();

    private final OutputStream out;
    private long entries;

    EntryLines(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    /**
     * The last line of a list that is whole.
     *
     * @param entries before it
     */
    record End(long entries) {}

    /** @throws UncheckedIOException if nobody reads any more */
    void add(SnapshotEntry entry) {
        try {
            line(entry);
            entries++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void end() throws IOException {
        line(new End(entries));
        out.flush();
    }

    void fail(Problem problem) throws IOException {
        line(problem);
        out.flush();
    }

    private void line(Object value) throws IOException {
        out.write(text(value).getBytes(UTF_8));
        out.write('\n');
    }

    private static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry cannot be written as JSON", e);
        }
    }
}
