package io.snapledger.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Lays out rows in columns. */
public final class Table {

    private final List<Column> columns;
    private final Style style;

    /** @param wide whether the columns of the wide form are shown */
    public Table(List<Column> columns, boolean wide, Style style) {
        this.columns = columns.stream().filter(column -> wide || !column.wide()).toList();
        this.style = style;
    }

    /** A line of titles, and one for each row; cells hold no line breaks and no control characters. */
    public List<String> lines(Iterable<JsonNode> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::title).toList());
        for (JsonNode row : rows) {
            cells.add(columns.stream()
                    .map(column -> printable(column.value().apply(row)))
                    .toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return cells.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean last = i == widths.length - 1;
            String cell = row.get(i);
            String padding = last ? "" : " ".repeat(widths[i] - cell.length() + 2);
            line.append(columns.get(i).title().equals("STATE") ? style.state(cell) : cell)
                    .append(padding);
        }
        return line.toString().stripTrailing();
    }

    private static String printable(String cell) {
        return cell.replaceAll("\\p{Cntrl}", " ");
    }
}
