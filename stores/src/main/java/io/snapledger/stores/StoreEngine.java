package io.snapledger.stores;

import java.io.IOException;
import java.util.Optional;

/**
 * What one kind of store needs: how it is dumped, restored and compared. One engine per kind, in a package of its
 * own, announced by a {@link StoreEngineProvider}. This comment is the law; {@code StoreEngineContract} tests it for
 * every kind.
 *
 * <p><b>Threads.</b> An engine is shared by all slots of a process: every method may run many times at once for
 * different stores. A call may work on threads of its own, which end before it returns; the caller's streams are used by
 * one thread at a time. Interrupting the calling
 * thread cancels: every tool is killed, connections are closed, and {@link InterruptedException} is thrown. Exceptions
 * of the caller's own streams ({@link StreamSink}, {@link StreamSource}) pass through unchanged as
 * {@link IOException}; everything about the store is a {@link StoreException}, which knows whether trying again can
 * help.
 *
 * <p><b>Leftovers.</b> However a call ends, also by {@code kill -9} of the process, no tool process, transaction, lock
 * or secret file of it stays behind (what {@code kill -9} leaves on disk is swept by the next start).
 *
 * <p><b>Secrets</b> never appear in argv, logs, exceptions, reports or {@code toString}.
 */
public interface StoreEngine {

    /** The kind this engine serves, e.g. {@code postgresql}; {@code [a-z0-9-]{1,40}}. */
    String kind();

    /**
     * Checks the options alone, without touching the store.
     *
     * @throws StoreException {@code BAD_OPTIONS}: an option is unknown (with the nearest known one), missing or not
     *     readable; the message lists everything wrong, not only the first
     */
    void check(StoreDefinition store) throws StoreException;

    /**
     * Looks whether the store could be dumped now: reachable, versions, tools, privileges, size. Cheap (seconds), reads
     * only. What is wrong is a {@linkplain Probe#problems() problem} of the answer, not an exception.
     */
    Probe probe(StoreDefinition store) throws InterruptedException;

    /**
     * Dumps the store as one consistent point (its meaning per kind is in the report's details) into named streams.
     * The engine opens one stream at a time. Returns only if the dump is proved whole: the tool
     * ended with 0, <em>and</em> the format's own trailer or framing was complete, <em>and</em> the inventory was taken.
     * When it throws, everything written so far is worthless, closed streams included: the caller discards all of it.
     *
     * @throws StoreException with a reason; {@code INCOMPLETE} where a tool said success and the bytes said otherwise
     * @throws IOException only from the sink
     */
    DumpReport dump(DumpRequest request, StreamSink sink) throws StoreException, IOException, InterruptedException;

    /**
     * A dry run: what {@link #restore} would create, replace and keep, whether the target is fresh, what forbids it.
     * Changes nothing. An unreachable target is a blocker, not an exception.
     *
     * @throws StoreException {@code BAD_OPTIONS} alone
     */
    RestorePlan plan(RestoreTarget target, SnapshotContent content) throws StoreException, InterruptedException;

    /**
     * Restores beside what is there, verifies, then swaps, wherever the store allows it ({@link RestorePlan#swaps()}).
     *
     * <ul>
     *   <li>Refused before anything changes: a plan with blockers; a target that is not fresh without
     *       {@link RestoreRequest#replace()}.
     *   <li>Leftovers of an earlier try with the same restore id are wiped first; a restore whose earlier try had ended
     *       may run again.
     *   <li>While the work goes on what is being made carries a mark {@code incomplete} with the restore id, where the
     *       store has a place for one.
     *   <li>An exception, of a stream in its middle too, means that an engine that swaps has left the target as it was and removed
     *       what it made. It never swaps after an exception.
     * </ul>
     *
     * <p>The caller compares {@link #evidence} with {@link RestoreReport#expected} afterwards; engines that swap have done so themselves before the swap.
     *
     * @throws IOException only from the source
     */
    RestoreReport restore(RestoreRequest request, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException;

    /**
     * The inventory of what is there now, comparable by {@link Evidence#differences}. Names are the snapshot's: what the
     * target's options renamed is renamed back.
     *
     * @param like limits the inventory to what this one covers (its databases, its roles, its level of detail), as after
     *     a restore; empty: all that the store's options select, as a dump would take it
     */
    Evidence evidence(RestoreTarget target, Optional<Evidence> like) throws StoreException, InterruptedException;
}
