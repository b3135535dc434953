package io.snapledger.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes results to stdout in the form that was asked for. */
public final class Output {

    private final PrintStream out;
    private final PrintStream err;
    private final Format format;
    private final Style style;

    public Output(PrintStream out, PrintStream err, Format format, Style style) {
        this.out = out;
        this.err = err;
        this.format = format;
        this.style = style;
    }

    public Format format() {
        return format;
    }

    /**
     * Writes a list.
     *
     * @param items rows
     * @param name the id of a row
     * @param columns for people
     * @param nothing what to say if it is empty
     */
    public void list(List<JsonNode> items, Function<JsonNode, String> name, List<Column> columns, String nothing) {
        switch (format) {
            case table, wide -> {
                if (items.isEmpty()) {
                    note(nothing);
                } else {
                    table(columns, items).forEach(out::println);
                }
            }
            case name -> items.stream().map(name).forEach(out::println);
            case jsonl -> items.stream().map(Json::line).forEach(out::println);
            case json, yaml -> {
                ObjectNode all = Json.object();
                ArrayNode array = all.putArray("items");
                items.forEach(array::add);
                document(all);
            }
        }
        out.flush();
    }

    /**
     * Writes one thing.
     *
     * @param document all of it
     * @param name its id
     * @param people writes it for people
     */
    public void one(JsonNode document, String name, Consumer<Page> people) {
        switch (format) {
            case table, wide -> people.accept(new Page(this, out));
            case name -> out.println(name);
            case jsonl -> out.println(Json.line(document));
            case json, yaml -> document(document);
        }
        out.flush();
    }

    /** Writes a list of any length, row by row. */
    public Rows rows(List<Column> columns) {
        return new Rows(out, format, new Table(columns, format == Format.wide, style));
    }

    /** Writes an object as soon as it is there; {@code jsonl} only. */
    public void streamed(JsonNode object) {
        out.println(Json.line(object));
        out.flush();
    }

    /** A line of a table that goes on; for people only. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Words for people, beside the data. */
    public void note(String text) {
        err.println(text);
        err.flush();
    }

    List<String> table(List<Column> columns, Iterable<JsonNode> rows) {
        return new Table(columns, format == Format.wide, style).lines(rows);
    }

    Style style() {
        return style;
    }

    private void document(JsonNode document) {
        out.print(format == Format.yaml ? yaml(document) : Json.pretty(document) + "\n");
    }

    /** YAML 1.1 without a document mark; texts that could be read as something else are quoted. */
    static String yaml(JsonNode document) {
        YAMLFactory factory = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        try {
            return new YAMLMapper(factory).writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write YAML", e);
        }
    }
}
