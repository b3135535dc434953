package io.snapledger.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Shows how work goes on: a bar on a terminal, elsewhere one line when something changes and each 10 seconds, and with
 * {@code jsonl} status objects among the data.
 */
public final class ProgressLine implements AutoCloseable {

    private static final Duration EACH = Duration.ofSeconds(10);
    private static final int BAR = 20;

    private final PrintStream err;
    private final boolean terminal;
    private final Output output;
    private String said = "";
    private long saidAt;
    private int drawn;

    public ProgressLine(PrintStream err, boolean terminal, Output output) {
        this.err = err;
        this.terminal = terminal;
        this.output = output;
    }

    /**
     * Where the work stands.
     *
     * @param subject id
     * @param what in words, e.g. {@code shop dumping}; a new line is worth it when these change
     * @param done bytes
     * @param total bytes, 0 if unknown
     */
    public void show(String subject, String what, long done, long total) {
        boolean due = !what.equals(said) || System.nanoTime() - saidAt > EACH.toNanos();
        if (output.format() == Format.jsonl) {
            if (due) {
                ObjectNode status = Json.object();
                status.put("type", "status").put("subject", subject).put("phase", what);
                status.put("bytesDone", done).put("bytesTotal", total);
                output.streamed(status);
                remember(what);
            }
        } else if (terminal) {
            draw(bar(done, total) + what);
        } else if (due) {
            err.println(what + (done > 0 ? ": " + amount(done, total) : ""));
            err.flush();
            remember(what);
        }
    }

    private void remember(String what) {
        said = what;
        saidAt = System.nanoTime();
    }

    private static String bar(long done, long total) {
        if (total <= done) {
            return done > 0 ? Words.bytes(done) + "  " : "";
        }
        int full = (int) Math.min(BAR, done * BAR / total);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + amount(done, total) + "  ";
    }

    private static String amount(long done, long total) {
        // A total that is reached was an estimate of something that grows: how much more comes nobody knows.
        return done >= total ? Words.bytes(done) : done * 100 / total + " % of " + Words.bytes(total);
    }

    private void draw(String text) {
        err.print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
        err.flush();
        drawn = text.length();
    }

    /** Leaves a clean line. */
    @Override
    public void close() {
        if (drawn > 0) {
            err.print("\r" + " ".repeat(drawn) + "\r");
            err.flush();
            drawn = 0;
        }
    }
}
