package io.snapledger.catalog.outbound;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import io.snapledger.catalog.LedgerJson;
import io.snapledger.catalog.Position;
import io.snapledger.catalog.Table;
import io.snapledger.events.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/**
 * The catalogs of one database, each a generation: a document in {@code control} with its position and the epoch of who has saved it, and
 * a collection for each table, whose name begins with that of the generation.
 */
final class MongoGenerations {

    private static final String POSITION = "position";
    private static final String NAME = "name";
    private static final String KEPT = "kept";
    private static final String BEFORE = "before";

    private final MongoDatabase database;
    private final MongoCollection<Document> control;

    MongoGenerations(MongoDatabase database) {
        this.database = database;
        this.control = control(database);
    }

    static MongoCollection<Document> control(MongoDatabase database) {
        return database.getCollection("control");
    }

    MongoCollection<Document> collection(String generation, Table table) {
        return database.getCollection(generation + "_" + table.word());
    }

    /** Makes what is missing of a generation. */
    void make(String generation, String name) {
        for (Table table : Table.values()) {
            List<IndexModel> indexes = MongoTable.indexes(table);
            collection(generation, table).createIndexes(indexes);
        }
        if (control.find(eq("_id", generation)).first() == null) {
            control.insertOne(new Document("_id", generation)
                    .append(NAME, name)
                    .append(POSITION, LedgerJson.write(Position.START))
                    .append(MongoTable.EPOCH, 0L));
        }
    }

    Position position(String generation) {
        @Nullable Document found = control.find(eq("_id", generation)).first();
        return found == null ? Position.START : position(found);
    }

    private static Position position(Document generation) {
        return LedgerJson.read(generation.getString(POSITION), Position.class);
    }

    /** Keeps earlier processes from saving a position any more, and tells the last one; empty if a later one has. */
    Optional<Position> claim(String generation, long epoch) {
        return Optional.ofNullable(control.findOneAndUpdate(
                        and(eq("_id", generation), lte(MongoTable.EPOCH, epoch)), set(MongoTable.EPOCH, epoch)))
                .map(MongoGenerations::position);
    }

    /** Whether it was saved: not if a later process has. */
    boolean save(String generation, Position position, long epoch) {
        return control.updateOne(
                                and(eq("_id", generation), lte(MongoTable.EPOCH, epoch)),
                                combine(set(POSITION, LedgerJson.write(position)), set(MongoTable.EPOCH, epoch)))
                        .getMatchedCount()
                > 0;
    }

    /** Keeps one that is no longer the catalog: under a name, or else until the next one is no longer it. */
    void retire(String generation, String current, Optional<String> keptAs) {
        drop(BEFORE, current);
        control.updateOne(
                eq("_id", generation),
                keptAs.map(name -> combine(set(NAME, ""), set(KEPT, name))).orElse(set(NAME, BEFORE)));
    }

    void drop(String name, String current) {
        for (Document it : control.find(and(eq(NAME, name), ne("_id", current))).into(new ArrayList<>())) {
            for (Table table : Table.values()) {
                collection(it.getString("_id"), table).drop();
            }
            control.deleteOne(eq("_id", it.getString("_id")));
        }
    }

    /** The one that is kept under a name. */
    Optional<String> kept(String name) {
        return Optional.ofNullable(control.find(eq(KEPT, name)).first()).map(it -> it.getString("_id"));
    }
}
