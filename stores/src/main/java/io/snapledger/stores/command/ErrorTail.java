package io.snapledger.stores.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/** Drains a tool's standard error and keeps its last lines, at most 8 KiB of them, each cut at 500 characters. */
final class ErrorTail {

    private static final int MAX_CHARS = 8 * 1024;
    private static final int MAX_LINE = 500;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Predicate<String> kept;
    private final Thread reader;
    private int chars;

    private ErrorTail(InputStream stream, Predicate<String> kept) {
        this.kept = kept;
        reader = new Thread(() -> drain(stream), "snapledger-tool-errors");
        reader.setDaemon(true);
    }

    static ErrorTail of(InputStream stream, Predicate<String> kept) {
        ErrorTail tail = new ErrorTail(stream, kept);
        tail.reader.start();
        return tail;
    }

    private void drain(InputStream stream) {
        try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = text.read(); c >= 0; c = text.read()) {
                if (c == '\n') {
                    keep(line.toString());
                    line.setLength(0);
                } else if (line.length() < MAX_LINE) {
                    line.append((char) c);
                }
            }
            if (!line.isEmpty()) {
                keep(line.toString());
            }
        } catch (IOException e) {
            keep("(standard error could not be read: " + e.getMessage() + ")");
        }
    }

    private synchronized void keep(String line) {
        if (!kept.test(line)) {
            return;
        }
        lines.addLast(line);
        chars += line.length();
        while (chars > MAX_CHARS) {
            chars -= lines.removeFirst().length();
        }
    }

    /** What was kept; waits a moment for the end of the stream, which a stray grandchild may hold open. */
    String text() throws InterruptedException {
        reader.join(2000);
        synchronized (this) {
            return String.join("\n", lines);
        }
    }
}
