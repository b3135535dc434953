package io.snapledger.stores.files;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.CommandRunner;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Brings entries into an order, any number of them in some megabytes of memory: what is more goes sorted into a {@link Spool}, and is
 * merged at the end. Of those that the order takes for equal the one that was told last remains.
 */
final class EntrySorter implements AutoCloseable {

    private static final long MOST_HELD = 8 << 20;
    private static final int BUFFER = 16 * 1024;

    /** What an entry takes in memory besides its names, roughly. */
    private static final int WEIGHT = 300;

    private final CommandRunner commands;
    private final Comparator<IndexEntry> order;
    private final long mostHeld;
    private final List<IndexEntry> held = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private Spool spool;
    private long weight;
    private long count;

    EntrySorter(CommandRunner commands, Comparator<IndexEntry> order) {
        this(commands, order, MOST_HELD);
    }

    /** @param mostHeld bytes in memory, roughly */
    EntrySorter(CommandRunner commands, Comparator<IndexEntry> order, long mostHeld) {
        this.commands = commands;
        this.order = order;
        this.mostHeld = mostHeld;
    }

    void add(IndexEntry entry) throws IOException {
        held.add(entry);
        weight += WEIGHT + entry.path().bytes().length;
        if (weight > mostHeld) {
            spill();
        }
    }

    /** How many {@link #tell} told. */
    long count() {
        return count;
    }

    private void spill() throws IOException {
        if (spool == null) {
            spool = Spool.make(commands);
        }
        held.sort(order);
        try (OutputStream out = new BufferedOutputStream(spool.output(), BUFFER)) {
            IndexEncoder encoder = new IndexEncoder(out);
            for (IndexEntry entry : held) {
                encoder.write(entry);
            }
        }
        ends.add(spool.length());
        held.clear();
        weight = 0;
    }

    /** A sorted sequence, and the entry it is at. */
    private interface Run {
        /** @return null at its end */
        IndexEntry next() throws StoreException, IOException;
    }

    private record Head(IndexEntry entry, int number, Run run) {}

    /** Tells all of them, in order. */
    void tell(EntryVisitor visitor) throws StoreException, IOException, InterruptedException {
        PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparing(Head::entry, order).thenComparingInt(Head::number));
        List<Run> runs = runs();
        for (int i = 0; i < runs.size(); i++) {
            advance(heads, i, runs.get(i));
        }
        IndexEntry last = null;
        while (!heads.isEmpty()) {
            Head head = heads.remove();
            if (last != null && order.compare(last, head.entry()) != 0) {
                tell(last, visitor);
            }
            last = head.entry();
            advance(heads, head.number(), head.run());
        }
        if (last != null) {
            tell(last, visitor);
        }
    }

    private void tell(IndexEntry entry, EntryVisitor visitor) throws StoreException, IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("cancelled while entries were told");
        }
        count++;
        visitor.tell(entry);
    }

    private static void advance(PriorityQueue<Head> heads, int number, Run run) throws StoreException, IOException {
        IndexEntry next = run.next();
        if (next != null) {
            heads.add(new Head(next, number, run));
        }
    }

    /** In the order in which they were told. */
    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        long from = 0;
        for (long to : ends) {
            BufferedInputStream in = new BufferedInputStream(spool.input(from, to), BUFFER);
            IndexDecoder decoder = new IndexDecoder(in, Long.MAX_VALUE);
            runs.add(() -> hasMore(in) ? decoder.nextOfMany() : null);
            from = to;
        }
        held.sort(order);
        var rest = held.iterator();
        runs.add(() -> rest.hasNext() ? rest.next() : null);
        return runs;
    }

    private static boolean hasMore(BufferedInputStream in) throws IOException {
        in.mark(1);
        boolean more = in.read() >= 0;
        in.reset();
        return more;
    }

    @Override
    public void close() {
        if (spool != null) {
            spool.close();
        }
    }
}
