package io.snapledger.catalog;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Where the catalog's rows rest. What is asked of a database: to replace a row by its key, whole or not at all; to find rows by their
 * columns, sorted; and that what was saved is seen by every later call. No transaction over several rows: what the catalog computes from
 * a batch of events is the same however often the batch comes (a join, see {@link LedgerEntry}), so that a crash anywhere within
 * {@link #save} is mended by reading the batch again. Rows can all be computed again from the ledger.
 *
 * <p>One at a time writes. Where several processes share a database, the one that {@link #leads} does, and what another one still had
 * under way changes nothing any more. All of them may read, meanwhile too.
 *
 * <p>Every method throws {@link IllegalStateException} if the database refuses, {@link CatalogUnreachableException} if it is elsewhere and
 * does not answer.
 */
public interface CatalogStore extends AutoCloseable {

    /** The rows that are wanted. An event that a process has saved after it no longer led has the number 0. */
    List<Row> select(Selection wanted);

    /** How many rows have this value in a column. */
    long count(Table table, Column column, String value);

    /** The values that a column of one value has in any row. */
    SortedSet<String> distinct(Table table, Column column);

    /** Where the catalog stands; {@link Position#START} if nothing was saved. */
    Position position();

    /**
     * Replaces rows, table by table in the order of {@link Table}, and then, when all of them stand, the position. A failure can leave
     * any of the rows saved, and the position as it was.
     *
     * @throws IllegalStateException also if another process has begun to write: then none of the rows takes the place of one of its
     */
    void save(List<Row> rows, Position upTo);

    /**
     * An empty catalog beside this one, to be filled while this one answers; one of the same name that was left unfinished is gone.
     * Nobody sees it before {@link #use}.
     */
    CatalogStore beside(String name);

    /**
     * Goes on with the rows and the position of a catalog made by {@link #beside}, in one step: a crash leaves the one or the other.
     *
     * @param keptAs name under which the rows as they were stay for whoever wants to look at them; else they go
     */
    void use(CatalogStore next, Optional<String> keptAs);

    /**
     * Whether this process is the one that writes. Asked every second: who does not ask for ten of them may lose it to another process
     * that does.
     */
    boolean leads();

    /** Waits for calls under way, and lets another process lead. */
    @Override
    void close();
}
