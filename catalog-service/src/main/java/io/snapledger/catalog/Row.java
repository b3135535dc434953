package io.snapledger.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snapledger.events.Nullable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One row of the catalog: JSON, and what it is found and sorted by.
 *
 * @param table where it belongs
 * @param key its name in the table; a row replaces the one of the same key
 * @param sort microseconds since 1970, 0 where the key alone sorts
 * @param number place in the order of recording; 0 where there is none
 * @param values values of the table's columns; of those with one value a list of one, absent if there is none
 * @param json all of it
 */
public record Row(Table table, String key, long sort, long number, Map<Column, List<String>> values, String json) {

    public Row {
        requireNonNull(table, "table is missing");
        requireNonNull(key, "key is missing");
        Map<Column, List<String>> copy = new EnumMap<>(Column.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
        json = wellFormed(json);
    }

    /** The only value of a column. */
    public @Nullable String value(Column column) {
        List<String> all = values.getOrDefault(column, List.of());
        return all.isEmpty() ? null : all.get(0);
    }

    /** JSON can hold half a character by its number; no database takes that. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(UTF_8), UTF_8);
            }
        }
        return text;
    }
}
