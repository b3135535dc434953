package io.snapledger.dump.staging;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * The facts of one attempt that hold even if the power fails: a text file with one line per fact, each {@code <crc32> <json>},
 * fsynced before {@link #append} returns. A line that is torn or does not match its CRC ends the journal: it and all
 * behind it never happened.
 */
final class Journal implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CRC_DIGITS = 8;

    /** Not a FileChannel: that would be closed under the feet of an interrupted thread. */
    private final RandomAccessFile file;

    private final List<JournalFact> facts;
    private long end;

    private Journal(RandomAccessFile file, List<JournalFact> facts, long end) {
        this.file = file;
        this.facts = facts;
        this.end = end;
    }

    /** Opens or creates the journal, cutting off a torn end. */
    static Journal open(Path path) throws IOException {
        List<JournalFact> facts = new ArrayList<>();
        long end = Files.exists(path) ? read(Files.readAllBytes(path), facts) : 0;
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.length() != end) {
                file.setLength(end);
                file.getFD().sync();
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new Journal(file, facts, end);
    }

    /** The facts found when it was opened. */
    List<JournalFact> facts() {
        return List.copyOf(facts);
    }

    /** Appends a fact; durable when this returns. After an exception the journal is as before and may be tried again. */
    synchronized void append(JournalFact fact) throws IOException {
        byte[] line = line(fact);
        try {
            file.seek(end);
            file.write(line);
            file.getFD().sync();
        } catch (IOException e) {
            file.setLength(end);
            throw e;
        }
        end += line.length;
    }

    private static byte[] line(JournalFact fact) throws IOException {
        String json = JSON.writerFor(JournalFact.class).writeValueAsString(fact);
        return (crc(json.getBytes(StandardCharsets.UTF_8)) + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads whole lines into {@code facts}; returns where the last good one ends. */
    private static long read(byte[] bytes, List<JournalFact> facts) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                JournalFact fact = fact(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                if (fact == null) {
                    return from;
                }
                facts.add(fact);
                from = i + 1;
            }
        }
        return from;
    }

    /** Null if the line is damaged. */
    private static JournalFact fact(String line) {
        if (line.length() <= CRC_DIGITS + 1) {
            return null;
        }
        String json = line.substring(CRC_DIGITS + 1);
        if (!line.startsWith(crc(json.getBytes(StandardCharsets.UTF_8)) + " ")) {
            return null;
        }
        try {
            return JSON.readValue(json, JournalFact.class);
        } catch (IOException e) {
            return null;
        }
    }

    private static String crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
