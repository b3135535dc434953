package io.snapledger.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** One thing, written for people: lines, labelled values and tables. */
public final class Page {

    private static final int LABEL = 14;

    private final Output output;
    private final PrintStream out;

    Page(Output output, PrintStream out) {
        this.output = output;
        this.out = out;
    }

    public Page line(String text) {
        out.println(text);
        return this;
    }

    /** A labelled value; nothing if there is none. */
    public Page value(String label, String value) {
        if (!value.isEmpty()) {
            String shown = label.toLowerCase(Locale.ROOT).equals("state")
                    ? output.style().state(value)
                    : value;
            out.println(label + " ".repeat(Math.max(1, LABEL - label.length())) + shown);
        }
        return this;
    }

    /** A table after an empty line; nothing if it has no rows. */
    public Page table(List<Column> columns, Iterable<JsonNode> rows) {
        if (rows.iterator().hasNext()) {
            out.println();
            output.table(columns, rows).forEach(out::println);
        }
        return this;
    }

    /** Lines with a mark in front, after an empty line; nothing if there are none. */
    public Page marked(String mark, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println();
            lines.forEach(line -> out.println(mark + line));
        }
        return this;
    }

    public boolean wide() {
        return output.format() == Format.wide;
    }
}
