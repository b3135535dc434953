package io.snapledger.catalog.outbound;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.snapledger.events.Nullable;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Who writes the catalog, in one document: {@code holder}, an {@code epoch} that grows with each holder, a {@code beat} that grows each time
 * the holder says that it is there, and the {@code generation} whose rows are the catalog. A holder whose beat stands still for
 * {@link #PATIENCE} by another process's own clock is gone: clocks are never compared. Each change is one conditional update.
 */
final class MongoLease {

    static final String ID = "catalog";
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String FIRST = "g0";
    private static final FindOneAndUpdateOptions AFTER =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final MongoCollection<Document> control;
    private final LongSupplier nanos;
    private final String me = UUID.randomUUID().toString();
    /** Above 0 while this process leads. */
    private long epoch;

    private @Nullable String seen;
    private long seenAt;

    MongoLease(MongoCollection<Document> control, LongSupplier nanos) {
        this.control = control;
        this.nanos = nanos;
    }

    /** The epoch of this process, 0 while it does not lead. */
    synchronized long epoch() {
        return epoch;
    }

    /** Says that this process is there, or takes the place of one that is not. */
    synchronized long keep() {
        if (epoch > 0 && control.findOneAndUpdate(mine(), inc("beat", 1L)) != null) {
            return epoch;
        }
        epoch = 0;
        Document now = found();
        String state = now.get("epoch") + " " + now.get("beat");
        if (!state.equals(seen)) {
            seen = state;
            seenAt = nanos.getAsLong();
        }
        boolean gone = nanos.getAsLong() - seenAt >= PATIENCE.toNanos();
        if (now.get("holder") == null || gone) {
            Bson unchanged = and(eq("_id", ID), eq("epoch", now.get("epoch")), eq("beat", now.get("beat")));
            Document taken = control.findOneAndUpdate(
                    unchanged, combine(set("holder", me), inc("epoch", 1L), inc("beat", 1L)), AFTER);
            epoch = taken == null ? 0 : taken.getLong("epoch");
        }
        return epoch;
    }

    /** The generation whose rows are the catalog. */
    String generation() {
        return found().getString("generation");
    }

    /** Makes another generation the catalog; false if this process no longer leads. */
    synchronized boolean use(String generation) {
        return control.findOneAndUpdate(mine(), set("generation", generation)) != null;
    }

    /** The number of a generation that was never used; 0 if this process does not lead. */
    synchronized long nextGeneration() {
        Document counted = control.findOneAndUpdate(mine(), inc("generations", 1L), AFTER);
        return counted == null ? 0 : counted.getLong("generations");
    }

    /** Lets another process lead at once. */
    synchronized void release() {
        if (epoch > 0) {
            control.updateOne(mine(), set("holder", null));
            epoch = 0;
        }
    }

    private Bson mine() {
        return and(eq("_id", ID), eq("holder", me), eq("epoch", epoch));
    }

    private Document found() {
        Document found = control.find(eq("_id", ID)).first();
        if (found != null) {
            return found;
        }
        try {
            control.insertOne(new Document("_id", ID)
                    .append("generation", FIRST)
                    .append("generations", 0L)
                    .append("holder", null)
                    .append("epoch", 0L)
                    .append("beat", 0L));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            } // another process has just made it
        }
        return control.find(eq("_id", ID)).first();
    }
}
