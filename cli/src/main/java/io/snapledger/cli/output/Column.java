package io.snapledger.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param title upper case
 * @param wide shown in the wide form alone
 * @param value of a row
 */
public record Column(String title, boolean wide, Function<JsonNode, String> value) {

    public static Column of(String title, Function<JsonNode, String> value) {
        return new Column(title, false, value);
    }

    public static Column text(String title, String... path) {
        return of(title, row -> Json.text(row, path));
    }

    public static Column time(String title, String... path) {
        return of(title, row -> Words.time(Json.text(row, path)));
    }

    public static Column bytes(String title, String... path) {
        return of(
                title,
                row -> Json.at(row, path).isNumber()
                        ? Words.bytes(Json.at(row, path).asLong())
                        : "");
    }

    /** In the wide form only. */
    public Column onlyWide() {
        return new Column(title, true, value);
    }
}
