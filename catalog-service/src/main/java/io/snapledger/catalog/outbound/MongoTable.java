package io.snapledger.catalog.outbound;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.snapledger.catalog.Column;
import io.snapledger.catalog.Cursor;
import io.snapledger.catalog.Row;
import io.snapledger.catalog.Selection;
import io.snapledger.catalog.Selection.Condition;
import io.snapledger.catalog.Table;
import io.snapledger.events.Nullable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Rows as documents: {@code _id} is the key; {@code sort}, {@code number}, a field for each column (a list for those of many values),
 * {@code json}, and the {@code epoch} of the process that has saved it. Values never become names of fields or operators.
 */
final class MongoTable {

    static final String EPOCH = "epoch";

    /** A document has at most 16 MiB; a character three bytes. */
    private static final int MOST_CHARACTERS = 5_000_000;

    private static final String SORT = "sort";
    private static final String NUMBER = "number";
    private static final String JSON = "json";

    private MongoTable() {}

    static List<IndexModel> indexes(Table table) {
        List<IndexModel> indexes = new ArrayList<>();
        for (List<Column> index : table.indexes()) {
            List<String> fields =
                    new ArrayList<>(index.stream().map(Column::word).toList());
            fields.add(SORT);
            fields.add("_id");
            indexes.add(new IndexModel(ascending(fields)));
        }
        table.many().forEach(column -> indexes.add(new IndexModel(ascending(column.word(), SORT, "_id"))));
        if (table == Table.EVENTS) {
            indexes.add(new IndexModel(ascending(NUMBER)));
        }
        return indexes;
    }

    /** Replaces a row, unless a later process has saved it: then its key is there already, and inserting it fails. */
    static WriteModel<Document> save(Row row, long epoch) {
        Document document = new Document("_id", row.key());
        document.append(SORT, row.sort()).append(NUMBER, row.number());
        for (Column column : row.table().one()) {
            if (row.value(column) != null) {
                document.append(column.word(), row.value(column));
            }
        }
        for (Column column : row.table().many()) {
            document.append(column.word(), row.values().getOrDefault(column, List.of()));
        }
        if (row.json().length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("the row " + row.key() + " has "
                    + row.json().length() + " characters, a document can have " + MOST_CHARACTERS);
        }
        document.append(JSON, row.json()).append(EPOCH, epoch);
        return new ReplaceOneModel<>(
                and(eq("_id", row.key()), lte(EPOCH, epoch)), document, new ReplaceOptions().upsert(true));
    }

    static Bson filter(Selection wanted) {
        List<Bson> conditions =
                wanted.conditions().stream().map(MongoTable::condition).toList();
        return conditions.isEmpty() ? new Document() : and(conditions);
    }

    private static Bson condition(Condition condition) {
        if (condition instanceof Condition.Among it) {
            List<String> values = List.copyOf(it.values());
            return values.size() == 1 ? eq(field(it.column()), values.get(0)) : in(field(it.column()), values);
        } else if (condition instanceof Condition.Absent it) {
            return eq(field(it.column()), null);
        } else if (condition instanceof Condition.Times it) {
            return range(SORT, it.from(), it.before());
        } else if (condition instanceof Condition.Keys it) {
            return range("_id", it.from(), it.before());
        } else if (condition instanceof Condition.Numbers it) {
            return and(gt(NUMBER, it.after()), lte(NUMBER, it.last()));
        } else if (condition instanceof Condition.Behind it) {
            Cursor cursor = it.cursor();
            return and(
                    lte(SORT, cursor.sort()), // repeats what follows, for the index
                    or(lt(SORT, cursor.sort()), and(eq(SORT, cursor.sort()), lt("_id", cursor.id()))));
        }
        throw new IllegalArgumentException("no condition: " + condition);
    }

    private static Bson range(String field, @Nullable Object from, @Nullable Object before) {
        List<Bson> both = new ArrayList<>();
        if (from != null) {
            both.add(gte(field, from));
        }
        if (before != null) {
            both.add(lt(field, before));
        }
        return both.isEmpty() ? new Document() : and(both);
    }

    static String field(Column column) {
        return column == Column.KEY ? "_id" : column.word();
    }

    static Bson order(Selection wanted) {
        return switch (wanted.order()) {
            case NEWEST -> descending(SORT, "_id");
            case OLDEST -> ascending(SORT, "_id");
            case RECORDED -> ascending(NUMBER);
        };
    }

    /**
     * @param epoch of this process
     * @param taken where the sequence stood when it began to lead: a higher number by an earlier process was never told
     */
    static Row row(Table table, Document document, long epoch, long taken) {
        Map<Column, List<String>> values = new EnumMap<>(Column.class);
        for (Column column : table.one()) {
            @Nullable String value = document.getString(column.word());
            if (value != null) {
                values.put(column, List.of(value));
            }
        }
        long number = document.getLong(NUMBER);
        boolean late = document.getLong(EPOCH) < epoch && number > taken;
        return new Row(
                table,
                document.getString("_id"),
                document.getLong(SORT),
                late ? 0 : number,
                values,
                document.getString(JSON));
    }
}
