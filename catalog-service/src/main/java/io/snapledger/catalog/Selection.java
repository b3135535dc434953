package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which rows of a table are wanted.
 *
 * @param table the table
 * @param conditions all of them hold; of columns the one that leaves the fewest rows comes first
 * @param order how they are sorted
 * @param limit most rows
 */
public record Selection(Table table, List<Condition> conditions, Order order, int limit) {

    /** Something that holds for a row. */
    public sealed interface Condition {

        /** A column has one of these values; of a column of many, any of its values counts. */
        record Among(Column column, Collection<String> values) implements Condition {}

        /** A column of one value has none. */
        record Absent(Column column) implements Condition {}

        /** The time is not before the one and before the other, each if it is given; microseconds since 1970. */
        record Times(@Nullable Long from, @Nullable Long before) implements Condition {}

        /** The key is not before the one and before the other, each if it is given. */
        record Keys(@Nullable String from, @Nullable String before) implements Condition {}

        /** The number is above the one and at most the other. */
        record Numbers(long after, long last) implements Condition {}

        /** The row comes after this place in the order {@link Order#NEWEST}. */
        record Behind(Cursor cursor) implements Condition {}
    }

    /** How rows are sorted. Keys compare by their UTF-8 bytes. */
    public enum Order {
        /** The latest time, and of one time the highest key, first. */
        NEWEST,
        /** The other way round. */
        OLDEST,
        /** By number. */
        RECORDED
    }

    public Selection {
        conditions = List.copyOf(conditions);
    }

    /** All rows, the newest first. */
    public static Selection of(Table table) {
        return new Selection(table, List.of(), Order.NEWEST, Integer.MAX_VALUE);
    }

    public Selection and(Condition more) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(more);
        return new Selection(table, all, order, limit);
    }

    public Selection among(Column column, Collection<String> values) {
        return and(new Condition.Among(column, List.copyOf(values)));
    }

    public Selection is(Column column, String value) {
        return among(column, List.of(value));
    }

    public Selection absent(Column column) {
        return and(new Condition.Absent(column));
    }

    /** Whether a column is to have one of no values. */
    boolean findsNothing() {
        return conditions.stream()
                .anyMatch(it ->
                        it instanceof Condition.Among among && among.values().isEmpty());
    }

    public Selection in(Order wanted) {
        return new Selection(table, conditions, wanted, limit);
    }

    public Selection limit(int most) {
        return new Selection(table, conditions, order, most);
    }
}
