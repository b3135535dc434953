package io.snapledger.dump.staging;

import io.snapledger.dump.staging.StagedFile.Gone;
import io.snapledger.dump.staging.StagedFile.Held;
import io.snapledger.dump.staging.StagedFile.Unknown;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What staging holds of one attempt: its segments, its segment list, and how it ended. It is open until {@link #seal} or
 * {@link #fail}; both are durable when they return. One thread writes; any thread may look and acknowledge.
 */
public final class StagedAttempt {

    /** Name of the segment list, in the directory and in the address. */
    public static final String LIST = "list";

    /** Stands for the list where a segment's number is asked for; segments start at 1. */
    private static final int LIST_NUMBER = 0;

    static final String JOURNAL = "journal";
    static final String TEMPORARY = ".tmp";

    private final Path directory;
    private final Event<DumpRequested> request;
    private final String attempt;
    private final Journal journal;
    private final JournalEvents events;
    private final Quota quota;
    private final Stall stall;
    private final Runnable changed;

    private final SortedMap<Integer, StagedSegment> segments = new TreeMap<>();
    private final Set<Integer> acknowledged = new TreeSet<>();
    private StagedSegment list;
    private boolean listAcknowledged;
    private Event<?> end;
    private boolean removed;

    StagedAttempt(
            Path directory,
            Event<DumpRequested> request,
            String attempt,
            Journal journal,
            JournalEvents events,
            Quota quota,
            Stall stall,
            Runnable changed) {
        this.directory = directory;
        this.request = request;
        this.attempt = attempt;
        this.journal = journal;
        this.events = events;
        this.quota = quota;
        this.stall = stall;
        this.changed = changed;
    }

    public Event<DumpRequested> request() {
        return request;
    }

    public String snapshot() {
        return request.data().snapshot();
    }

    public String attempt() {
        return attempt;
    }

    /** A place for working files of the attempt; gone with it, and after a restart. */
    public Path directory() {
        return directory;
    }

    /**
     * Begins a segment. Blocks while staging is full.
     *
     * @param expected its bytes, roughly; this much room is taken until it is committed, so that no two attempts wait for each
     *     other with halves of segments
     * @throws StagingStalledException if there was no room for too long
     */
    public SegmentFile beginSegment(int number, long expected) throws IOException {
        requireOpen();
        if (number < 1) {
            throw new IllegalArgumentException("segment number is " + number + "; numbers start at 1");
        }
        return SegmentFile.create(this, number, directory.resolve(number + ".segment"), expected);
    }

    /** Begins the segment list, which is a file like a segment. */
    public SegmentFile beginList(long expected) throws IOException {
        requireOpen();
        return SegmentFile.create(this, LIST_NUMBER, directory.resolve(LIST), expected);
    }

    /** Takes room for a working file; it is given back when the attempt is removed. */
    public Reservation reserve(long bytes) throws IOException {
        quota.take(bytes, stall);
        return new Reservation(quota, bytes);
    }

    /** Journals a finished file; called by {@link SegmentFile} alone. */
    void journaled(StagedSegment file) throws IOException {
        boolean isList = file.number() == LIST_NUMBER;
        journal.append(
                isList
                        ? new JournalFact.Listed(file.length(), file.sha256())
                        : new JournalFact.Staged(file.number(), file.length(), file.sha256()));
        synchronized (this) {
            if (isList) {
                list = file;
            } else {
                segments.put(file.number(), file);
            }
        }
    }

    /** The attempt is whole. From now on it is announced until storage has decided. */
    public void seal(Event<DumpCompleted> completed) throws IOException {
        end(completed);
    }

    /** The attempt is worthless. Its segments go at once; the fact stays until the ledger has it. */
    public void fail(Event<DumpFailed> failed) throws IOException {
        requireOpen();
        dropFiles(); // first, so that even a full file system has room for the line
        end(failed);
    }

    private void end(Event<?> event) throws IOException {
        requireOpen();
        Full.retry(quota, stall, () -> journal.append(new JournalFact.Ended(events.json(event))));
        synchronized (this) {
            end = event;
        }
    }

    /** dump.completed or dump.failed; empty while the attempt is open. */
    public synchronized Optional<Event<?>> end() {
        return Optional.ofNullable(end);
    }

    /** Journaled segments whose bytes are still here, in their order. */
    public synchronized List<StagedSegment> unacknowledged() {
        return segments.values().stream()
                .filter(segment -> !acknowledged.contains(segment.number()))
                .toList();
    }

    /** Since when it has been waiting for room; empty while bytes flow. */
    public Optional<Instant> stalledSince() {
        return stall.since();
    }

    /** Bytes of all its segments so far, acknowledged ones included. */
    public synchronized long bytesStaged() {
        return segments.values().stream().mapToLong(StagedSegment::length).sum();
    }

    synchronized StagedFile segment(int number) {
        StagedSegment segment = segments.get(number);
        if (segment == null) {
            return removed ? new Gone() : new Unknown();
        }
        return removed || acknowledged.contains(number)
                ? new Gone()
                : new Held(directory.resolve(number + ".segment"), segment.length(), segment.sha256());
    }

    synchronized StagedFile list() {
        if (list == null) {
            return removed ? new Gone() : new Unknown();
        }
        return removed || listAcknowledged
                ? new Gone()
                : new Held(directory.resolve(LIST), list.length(), list.sha256());
    }

    /** Storage has the segment durably: its room is free. Any number of times. */
    void acknowledge(int number) throws IOException {
        synchronized (this) {
            StagedSegment segment = segments.get(number);
            if (segment == null || removed || !acknowledged.add(number)) {
                return;
            }
            Files.deleteIfExists(directory.resolve(number + ".segment"));
            quota.giveBack(segment.length());
        }
        changed.run();
    }

    void acknowledgeList() throws IOException {
        synchronized (this) {
            if (list == null || removed || listAcknowledged) {
                return;
            }
            listAcknowledged = true;
            Files.deleteIfExists(directory.resolve(LIST));
            quota.giveBack(list.length());
        }
        changed.run();
    }

    private void dropFiles() throws IOException {
        for (StagedSegment segment : unacknowledged()) {
            acknowledge(segment.number());
        }
        acknowledgeList();
    }

    /** Takes over what the journal said at a start; a journaled file that is not there had been acknowledged. */
    void recover(List<JournalFact> facts) throws IOException {
        for (JournalFact fact : facts) {
            if (fact instanceof JournalFact.Staged staged) {
                segments.put(staged.number(), new StagedSegment(staged.number(), staged.length(), staged.sha256()));
                if (isHere(directory.resolve(staged.number() + ".segment"), staged.length())) {
                    quota.count(staged.length());
                } else {
                    acknowledged.add(staged.number());
                }
            } else if (fact instanceof JournalFact.Listed listed) {
                list = new StagedSegment(LIST_NUMBER, listed.length(), listed.sha256());
                listAcknowledged = !isHere(directory.resolve(LIST), listed.length());
                if (!listAcknowledged) {
                    quota.count(listed.length());
                }
            } else if (fact instanceof JournalFact.Ended ended) {
                end = events.read(ended.event());
            }
        }
    }

    private static boolean isHere(Path file, long length) throws IOException {
        return Files.exists(file) && Files.size(file) == length;
    }

    /** Removes everything, the journal last. */
    void remove() throws IOException {
        dropFiles();
        synchronized (this) {
            removed = true;
        }
        journal.close();
        Durably.remove(directory, directory.resolve(JOURNAL));
        try {
            Files.deleteIfExists(directory.getParent());
        } catch (java.nio.file.DirectoryNotEmptyException e) {
            // another attempt of the snapshot is there
        }
    }

    Quota quota() {
        return quota;
    }

    Stall stall() {
        return stall;
    }

    void close() throws IOException {
        journal.close();
    }

    private synchronized void requireOpen() {
        if (end != null || removed) {
            throw new IllegalStateException("attempt " + attempt + " of " + snapshot() + " has ended");
        }
    }

    @Override
    public String toString() {
        return snapshot() + "/" + attempt;
    }
}
