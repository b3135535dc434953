package io.snapledger.dump.staging;

import io.snapledger.dump.staging.StagedFile.Gone;
import io.snapledger.dump.staging.StagedFile.Unknown;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.Identities;
import io.snapledger.posix.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The directory where sealed segments wait for storage-service.
 *
 * <pre>
 * lock                                      held while a process uses the directory
 * &lt;snapshot&gt;/&lt;attempt&gt;/journal             what is true of the attempt, one fact a line ({@link Journal})
 * &lt;snapshot&gt;/&lt;attempt&gt;/&lt;number&gt;.segment    closed, fsynced, read-only, never changed again
 * &lt;snapshot&gt;/&lt;attempt&gt;/list                the plain segment list, likewise
 * </pre>
 *
 * A storage-service of the same host may hard link a segment from its path instead of fetching it. A file stays until storage
 * acknowledges it; the directory of an attempt stays until the snapshot is decided. After a restart only journaled
 * files count: everything else in an attempt's directory is removed, and the quota counts what is left. Journals themselves are
 * not counted (about 120 bytes a segment).
 */
public final class Staging implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Staging.class.getName());
    private static final String LOCK = "lock";
    private static final int REMEMBERED = 4096;

    private final Path directory;
    private final FileChannel lock;
    private final Quota quota;
    private final Duration maxStall;
    private final InstantSource clock;
    private final JournalEvents events;
    private final Map<String, StagedAttempt> attempts = new ConcurrentHashMap<>();
    private final List<Consumer<StagedAttempt>> listeners = new CopyOnWriteArrayList<>();

    /** Attempts removed by this process, so that their segments are gone rather than unknown. */
    private final Map<String, Boolean> removed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private Staging(Path directory, FileChannel lock, long quotaBytes, Duration maxStall, InstantSource clock) {
        this.directory = directory;
        this.lock = lock;
        this.quota = new Quota(quotaBytes);
        this.maxStall = maxStall;
        this.clock = clock;
        this.events = new JournalEvents(new EventCodec(clock));
    }

    /**
     * Opens the directory and takes over what an earlier process left in it.
     *
     * @param directory made if absent; belongs to one dump-service alone
     * @param quotaBytes most bytes of segments, lists and working files
     * @param maxStall how long an attempt may wait for room at one place
     * @throws IOException if another process uses the directory, or it cannot be written
     */
    public static Staging open(Path directory, long quotaBytes, Duration maxStall, InstantSource clock)
            throws IOException {
        Files.createDirectories(directory);
        FileChannel lock = lock(directory);
        try {
            Staging staging = new Staging(directory, lock, quotaBytes, maxStall, clock);
            staging.takeOver();
            return staging;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * The quota that the disk of a staging directory can keep: what was asked for, or most of a disk that is smaller. A segment
     * that does not fit on the disk would be waited for in vain.
     *
     * @param directory made if absent
     */
    public static long quotaOn(Path directory, long askedBytes) throws IOException {
        Files.createDirectories(directory);
        long disk = Files.getFileStore(directory).getTotalSpace();
        long most = disk - disk / 8; // journals and the file system itself need some
        return disk > 0 && most < askedBytes ? most : askedBytes;
    }

    @SuppressWarnings("resource") // the lock lives as long as its channel
    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw new IOException("staging directory " + directory
                    + " is used by another process; give each dump-service its own snapledger.dump.staging-directory");
        }
        return channel;
    }

    /** Begins an attempt: its directory and its first journal line are durable when this returns. */
    public StagedAttempt begin(Event<DumpRequested> request, String attempt) throws IOException {
        Path snapshotDirectory =
                directory.resolve(Identities.requireSnapshot(request.data().snapshot()));
        Path path = snapshotDirectory.resolve(Identities.requireAttempt(attempt));
        Files.createDirectories(path);
        StagedAttempt staged;
        Journal journal = Journal.open(path.resolve(StagedAttempt.JOURNAL));
        try {
            journal.append(new JournalFact.Claimed(attempt, events.json(request)));
            DurableFile.syncDirectory(path);
            DurableFile.syncDirectory(snapshotDirectory);
            DurableFile.syncDirectory(directory);
            staged = attempt(path, request, attempt, journal);
        } catch (IOException | RuntimeException e) {
            journal.close();
            Durably.remove(path, path.resolve(StagedAttempt.JOURNAL));
            throw e;
        }
        attempts.put(staged.toString(), staged);
        return staged;
    }

    private StagedAttempt attempt(Path path, Event<DumpRequested> request, String attempt, Journal journal) {
        StagedAttempt[] self = new StagedAttempt[1];
        self[0] = new StagedAttempt(
                path,
                request,
                attempt,
                journal,
                events,
                quota,
                new Stall(clock, maxStall),
                () -> listeners.forEach(listener -> listener.accept(self[0])));
        return self[0];
    }

    /** Told after each acknowledgement, on the thread that brought it; must be quick. */
    public void onAcknowledged(Consumer<StagedAttempt> listener) {
        listeners.add(listener);
    }

    /** All attempts that have something here. */
    public List<StagedAttempt> attempts() {
        return List.copyOf(attempts.values());
    }

    public StagedFile segment(String snapshot, String attempt, int number) {
        return find(snapshot, attempt).map(staged -> staged.segment(number)).orElseGet(() -> absent(snapshot, attempt));
    }

    public StagedFile list(String snapshot, String attempt) {
        return find(snapshot, attempt).map(StagedAttempt::list).orElseGet(() -> absent(snapshot, attempt));
    }

    /** Storage has the segment durably. What is not here is no error: it may have been said before. */
    public void acknowledgeSegment(String snapshot, String attempt, int number) throws IOException {
        StagedAttempt staged = attempts.get(snapshot + "/" + attempt);
        if (staged != null) {
            staged.acknowledge(number);
        }
    }

    public void acknowledgeList(String snapshot, String attempt) throws IOException {
        StagedAttempt staged = attempts.get(snapshot + "/" + attempt);
        if (staged != null) {
            staged.acknowledgeList();
        }
    }

    private Optional<StagedAttempt> find(String snapshot, String attempt) {
        return Optional.ofNullable(attempts.get(snapshot + "/" + attempt));
    }

    private StagedFile absent(String snapshot, String attempt) {
        synchronized (removed) {
            return removed.containsKey(snapshot + "/" + attempt) ? new Gone() : new Unknown();
        }
    }

    /** Removes all that is left of an attempt. */
    public void remove(StagedAttempt attempt) throws IOException {
        attempt.remove();
        synchronized (removed) {
            removed.put(attempt.toString(), true);
        }
        attempts.remove(attempt.toString());
    }

    /** Bytes in use, reserved ones included. */
    public long usedBytes() {
        return quota.used();
    }

    public long quotaBytes() {
        return quota.limit();
    }

    private void takeOver() throws IOException {
        for (Path snapshot : children(directory)) {
            String name = snapshot.getFileName().toString();
            if (!Identities.isSnapshot(name)) {
                if (!name.equals(LOCK)) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "staging directory holds something foreign, left alone: {0}",
                            snapshot);
                }
                continue;
            }
            for (Path attempt : children(snapshot)) {
                takeOver(attempt);
            }
            if (children(snapshot).isEmpty()) {
                Files.delete(snapshot);
            }
        }
    }

    private void takeOver(Path path) throws IOException {
        Path journalPath = path.resolve(StagedAttempt.JOURNAL);
        Journal journal = Files.isDirectory(path) && Files.exists(journalPath) ? Journal.open(journalPath) : null;
        List<JournalFact> facts = journal == null ? List.of() : journal.facts();
        if (facts.isEmpty() || !(facts.get(0) instanceof JournalFact.Claimed claimed)) {
            if (journal != null) {
                journal.close();
            }
            Durably.remove(path, journalPath);
            return;
        }
        removeUnjournaled(path, facts);
        StagedAttempt staged =
                attempt(path, events.read(claimed.request(), DumpRequested.class), claimed.attempt(), journal);
        staged.recover(facts);
        attempts.put(staged.toString(), staged);
    }

    private static void removeUnjournaled(Path path, List<JournalFact> facts) throws IOException {
        List<String> known = new ArrayList<>(List.of(StagedAttempt.JOURNAL));
        for (JournalFact fact : facts) {
            if (fact instanceof JournalFact.Staged staged) {
                known.add(staged.number() + ".segment");
            } else if (fact instanceof JournalFact.Listed) {
                known.add(StagedAttempt.LIST);
            }
        }
        for (Path file : children(path)) {
            if (!known.contains(file.getFileName().toString())) {
                Durably.remove(file, file);
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    /** Lets go of the directory; what is in it stays. */
    @Override
    public void close() throws IOException {
        for (StagedAttempt attempt : attempts.values()) {
            attempt.close();
        }
        lock.close();
    }
}
