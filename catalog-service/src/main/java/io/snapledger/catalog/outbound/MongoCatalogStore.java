package io.snapledger.catalog.outbound;

import static com.mongodb.ErrorCategory.DUPLICATE_KEY;
import static com.mongodb.client.model.Filters.eq;
import static java.util.stream.Collectors.groupingBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.snapledger.catalog.CatalogStore;
import io.snapledger.catalog.CatalogUnreachableException;
import io.snapledger.catalog.Column;
import io.snapledger.catalog.Position;
import io.snapledger.catalog.Row;
import io.snapledger.catalog.Selection;
import io.snapledger.catalog.Table;
import io.snapledger.events.Nullable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;

/**
 * The catalog in MongoDB: its rows and position are a generation ({@link MongoGenerations}), and one of several processes writes them
 * ({@link MongoLease}). Nothing here needs a transaction.
 *
 * <p>What a process saves carries its epoch, and replaces nothing of a later one. So whoever was thought dead and wakes up again in the
 * middle of a batch can neither put rows back to what they were, nor the offsets.
 */
public final class MongoCatalogStore implements CatalogStore {

    private static final Logger LOG = System.getLogger(MongoCatalogStore.class.getName());

    /** More numbers than one batch gives: a batch that an earlier process had under way has none of ours. */
    private static final long SEQUENCE_GAP = 10_000;

    private final MongoClient client;
    private final MongoGenerations generations;
    private final MongoLease lease;
    /** The one whose rows these are; null: whichever is the catalog. */
    private final @Nullable String generation;
    /** What this process has begun to lead; null while it does not. */
    private final AtomicReference<@Nullable Reign> reign;

    /**
     * The time for which this process leads.
     *
     * @param epoch of the lease
     * @param taken where the sequence stood when it began
     * @param generation the one that is the catalog: only who leads changes that
     */
    private record Reign(long epoch, long taken, String generation) {}

    private MongoCatalogStore(
            MongoClient client,
            MongoGenerations generations,
            MongoLease lease,
            @Nullable String generation,
            AtomicReference<@Nullable Reign> reign) {
        this.client = client;
        this.generations = generations;
        this.lease = lease;
        this.generation = generation;
        this.reign = reign;
    }

    /**
     * Connects when it is asked for something first, so that a database that is away does not stop a service from starting.
     *
     * @param client is closed with it
     * @param nanos a clock that never goes back
     */
    public static MongoCatalogStore open(MongoClient client, String database, LongSupplier nanos) {
        MongoDatabase named = client.getDatabase(database);
        MongoLease lease = new MongoLease(MongoGenerations.control(named), nanos);
        return new MongoCatalogStore(client, new MongoGenerations(named), lease, null, new AtomicReference<>());
    }

    private MongoCatalogStore of(String other) {
        return new MongoCatalogStore(client, generations, lease, other, reign);
    }

    private String generation() {
        @Nullable Reign now = reign.get();
        if (generation != null) {
            return generation;
        }
        return now == null ? lease.generation() : now.generation();
    }

    private MongoCollection<Document> collection(Table table) {
        return generations.collection(generation(), table);
    }

    @Override
    public boolean leads() {
        return asked(() -> {
            long epoch = lease.keep();
            @Nullable Reign now = reign.get();
            if (epoch == 0) {
                reign.set(null);
            } else if (now == null || now.epoch() != epoch) {
                reign.set(takenOver(epoch));
            }
            return epoch > 0;
        });
    }

    /** From here on an earlier process cannot save its position any more, and its numbers are none that we give. */
    private Reign takenOver(long epoch) {
        reign.set(null);
        String current = lease.generation();
        generations.make(current, "");
        Position last = generations.claim(current, epoch).orElseThrow(MongoCatalogStore::lost);
        if (last.sequence() > 0) {
            save(current, last.at(last.sequence() + SEQUENCE_GAP), epoch);
        }
        return new Reign(epoch, last.sequence(), current);
    }

    @Override
    public void save(List<Row> rows, Position upTo) {
        asked(() -> {
            long epoch = leading().epoch();
            String current = generation();
            new TreeMap<>(rows.stream().collect(groupingBy(Row::table)))
                    .forEach((table, its) -> replace(generations.collection(current, table), its, epoch));
            save(current, upTo, epoch);
            return null;
        });
    }

    private Reign leading() {
        @Nullable Reign now = reign.get();
        if (now == null) {
            throw lost();
        }
        return now;
    }

    private static void replace(MongoCollection<Document> collection, List<Row> rows, long epoch) {
        List<WriteModel<Document>> models = new ArrayList<>();
        rows.forEach(row -> models.add(MongoTable.save(row, epoch)));
        try {
            collection.bulkWrite(models, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            boolean later = e.getWriteErrors().stream().anyMatch(it -> it.getCategory() == DUPLICATE_KEY);
            throw later ? lost() : e;
        }
    }

    private void save(String of, Position position, long epoch) {
        if (!generations.save(of, position, epoch)) {
            throw lost();
        }
    }

    private static IllegalStateException lost() {
        return new IllegalStateException(
                "another process writes the catalog; HINT: nothing is to be done, it reads the same ledger");
    }

    @Override
    public CatalogStore beside(String name) {
        return asked(() -> {
            generations.drop(name, leading().generation());
            long number = lease.nextGeneration();
            if (number == 0) {
                throw lost();
            }
            String made = "g" + number;
            generations.make(made, name);
            return of(made);
        });
    }

    /** The rows as they were stay until the next time, for who has just begun to read them. */
    @Override
    public void use(CatalogStore next, Optional<String> keptAs) {
        asked(() -> {
            Reign now = leading();
            String made = ((MongoCatalogStore) next).generation();
            if (!lease.use(made)) {
                throw lost();
            }
            reign.set(new Reign(now.epoch(), now.taken(), made));
            generations.retire(now.generation(), made, keptAs);
            return null;
        });
    }

    /** What was kept under a name when another catalog took its place. */
    public CatalogStore kept(String name) {
        return asked(() -> {
            return of(generations
                    .kept(name)
                    .orElseThrow(() -> new IllegalStateException("no catalog is kept as '" + name + "'")));
        });
    }

    @Override
    public List<Row> select(Selection wanted) {
        return asked(() -> {
            @Nullable Reign now = reign.get();
            long epoch = now == null ? 0 : now.epoch();
            long taken = now == null ? 0 : now.taken();
            List<Row> rows = new ArrayList<>();
            int limit = wanted.limit() == Integer.MAX_VALUE ? 0 : wanted.limit();
            for (Document document : collection(wanted.table())
                    .find(MongoTable.filter(wanted))
                    .sort(MongoTable.order(wanted))
                    .limit(limit)) {
                rows.add(MongoTable.row(wanted.table(), document, epoch, taken));
            }
            return rows;
        });
    }

    @Override
    public long count(Table table, Column column, String value) {
        return asked(() -> collection(table).countDocuments(eq(MongoTable.field(column), value)));
    }

    @Override
    public SortedSet<String> distinct(Table table, Column column) {
        return asked(() -> {
            SortedSet<String> values = new TreeSet<>();
            for (Object value : collection(table).distinct(column.word(), BsonValue.class)) {
                if (value instanceof BsonString text) { // a field that is absent counts as null
                    values.add(text.getValue());
                }
            }
            return values;
        });
    }

    @Override
    public Position position() {
        return asked(() -> generations.position(generation()));
    }

    private static <T> T asked(Supplier<T> request) {
        try {
            return request.get();
        } catch (MongoException e) {
            throw new CatalogUnreachableException(
                    "the catalog's database does not do what is asked: " + e.getMessage()
                            + "; HINT: check snapledger.catalog.store and that the server is reached",
                    e);
        }
    }

    @Override
    public void close() {
        if (generation != null) {
            return; // the catalog that it was beside of goes on
        }
        reign.set(null);
        try {
            lease.release();
        } catch (MongoException e) {
            LOG.log(Level.DEBUG, "the lease of the catalog ends by itself", e);
        } finally {
            client.close();
        }
    }
}
