package io.snapledger.stores;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one kind of store needs: how it is dumped, restored and compared. One engine per kind, in a package of its
 * own, announced by a {@link StoreEngineProvider}. This comment is the law; {@code StoreEngineContract} tests it for
 * every kind. What a kind may lack (swapping, partial snapshots, single paths, names that are no text, secrets) is named there as a
 * capability; everything else holds for all.
 *
 * <p><b>Threads.</b> An engine is shared by all slots of a process: every method may run many times at once for
 * different stores. A call may work on threads of its own, which end before it returns; each of the caller's
 * streams is used by one thread. Interrupting the calling
 * thread cancels: every tool is killed, connections are closed, and {@link InterruptedException} is thrown. Exceptions
 * of the caller's own streams ({@link StreamSink}, {@link StreamSource}) pass through unchanged as
 * {@link IOException}; everything about the store is a {@link StoreException}, which knows whether trying again can
 * help.
 *
 * <p><b>Strangers.</b> What a store holds was written by somebody who may be hostile: names, contents, configuration, code. An
 * engine and its tools read it and never act on it: nothing of it is executed, loaded, resolved over the network or followed to
 * a place outside the store, at a dump, a dry run, a restore or a comparison. What is read into memory whole has a limit.
 * A test of every kind plants a trap for each way to act that its tools or protocol have, and lists which of them acted: none, at
 * any call of this interface.
 *
 * <p><b>One bad thing</b> in a store concerns itself alone: what cannot be read is left out, named in the report as
 * {@link NotIncluded.Cause#MISSED}, and everything else is dumped. Only what makes the whole
 * worthless fails a dump. The name is what {@link Acceptance#OPTION} accepts.
 *
 * <p><b>Names</b> are what the store says they are, byte for byte; a name that is no text is carried like any other.
 *
 * <p><b>The first cause</b> is the one told: an exception's reason and message are those of what went wrong first, not of what
 * followed from it. A deadline that passes is {@code DEADLINE} and ends the call then, also while a stream of the caller is slow.
 *
 * <p><b>Leftovers.</b> However a call ends, also by {@code kill -9} of the process, no tool process, transaction, lock
 * or secret file of it stays behind (what {@code kill -9} leaves on disk is swept by the next start).
 *
 * <p><b>Secrets</b> never appear in argv, logs, exceptions, reports or {@code toString}.
 */
public interface StoreEngine {

    /** What the kind says of itself; that of its {@link StoreEngineProvider}. */
    KindDescription description();

    /** The kind this engine serves; {@code [a-z0-9-]{1,40}}. */
    default String kind() {
        return description().kind();
    }

    /**
     * Where a restore would write. Looks at options alone; those that do not say where do not matter. Two targets whose places do not
     * {@linkplain Place#overlaps overlap} may be restored into at once.
     *
     * @throws StoreException {@code BAD_OPTIONS}
     */
    Place place(RestoreTarget target) throws StoreException;

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
     * The engine opens at most {@link StreamSink#MOST_OPEN} at once; {@link SnapshotContent#streams} has them in the order in which they
     * were opened. Returns only if the dump is proved whole: the tool
     * ended with 0, <em>and</em> the format's own trailer or framing was complete, <em>and</em> the inventory was taken.
     * The inventory knows every class of object that the kind has: each is counted or stands in {@link SnapshotContent#notIncluded()}. What is
     * counted is what the streams hold, also while the store lives: counting takes no lock that the tool would not take, makes no
     * writer wait, and never disagrees with the dump. What no restore could bring back is a warning of the report.
     * When it throws, everything written so far is worthless, closed streams included: the caller discards all of it.
     *
     * @throws StoreException with a reason; {@code INCOMPLETE} where a tool said success and the bytes said otherwise
     * @throws IOException only from the sink
     */
    DumpReport dump(DumpRequest request, StreamSink sink) throws StoreException, IOException, InterruptedException;

    /**
     * A dry run: what {@link #restore} would create, replace and keep, whether the target is fresh, what forbids it.
     * Changes nothing. An unreachable target is a blocker, not an exception. What this restore could never do is a blocker,
     * which names the option that goes on without the object in question.
     *
     * @throws StoreException {@code BAD_OPTIONS} alone
     */
    RestorePlan plan(RestoreTarget target, SnapshotContent content) throws StoreException, InterruptedException;

    /**
     * As {@link #plan(RestoreTarget, SnapshotContent)}, with the snapshot's streams at hand, for kinds that find in them alone whether a
     * snapshot holds what {@link RestoreTarget#only} names, and how large it is. Whoever has the streams asks this one.
     *
     * @throws StoreException {@code BAD_OPTIONS} also if it does not hold a path; {@code DAMAGED} if the streams are not what the engine
     *     wrote once
     * @throws IOException only from the source
     */
    default RestorePlan plan(RestoreTarget target, SnapshotContent content, StreamSource source)
            throws StoreException, IOException, InterruptedException {
        return plan(target, content);
    }

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
     * Looks at the target after a restore with this id ended without success, by an exception or by a kill: what it changed there and
     * what it left. Changes nothing; may be called at any time, by another process too. After an exception of an engine that swaps it
     * finds nothing changed and nothing left, whatever the stage; after a kill it names what the next try wipes.
     */
    Aftermath aftermath(RestoreTarget target, String restoreId) throws InterruptedException;

    /**
     * Lists what a snapshot holds, in the order of the paths, reading no more of its streams than that needs: each thing that
     * {@link RestoreTarget#only} can name once, and nothing else.
     *
     * @param entries is told each entry, a directory before what is in it
     * @throws StoreException {@code DAMAGED} if the streams are not what the engine wrote once
     * @throws IOException only from the source
     */
    void list(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> entries)
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
