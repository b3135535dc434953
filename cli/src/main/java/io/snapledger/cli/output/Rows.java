package io.snapledger.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows that are written as they come, however many: a table is laid out page by page. */
public final class Rows implements AutoCloseable {

    private static final int PAGE = 1000;

    private final PrintStream out;
    private final Format format;
    private final Table table;
    private final List<JsonNode> page = new ArrayList<>();
    private long count;
    private boolean titled;

    Rows(PrintStream out, Format format, Table table) {
        this.out = out;
        this.format = format;
        this.table = table;
    }

    /** @param name of the row */
    public void add(JsonNode row, String name) {
        switch (format) {
            case table, wide -> {
                page.add(row);
                if (page.size() == PAGE) {
                    flush();
                }
            }
            case name -> out.println(name);
            case jsonl -> out.println(Json.line(row));
            case json -> out.print((count == 0 ? "{\"items\":[\n" : ",\n") + Json.line(row));
            case yaml -> out.print((count == 0 ? "items:\n" : "") + Output.yaml(Json.list(row)));
        }
        count++;
    }

    /** How many there were. */
    public long count() {
        return count;
    }

    private void flush() {
        if (!page.isEmpty()) {
            List<String> lines = table.lines(page);
            lines.subList(titled ? 1 : 0, lines.size()).forEach(out::println);
            titled = true;
            page.clear();
        }
    }

    /** Writes what is left, and the end. */
    @Override
    public void close() {
        flush();
        if (format == Format.json) {
            out.println(count == 0 ? "{\"items\":[]}" : "\n]}");
        } else if (format == Format.yaml && count == 0) {
            out.println("items: []");
        }
        out.flush();
    }
}
