package io.snapledger.stores.postgresql;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What one archive holds, in its order: the part at its beginning, read without the rest. */
final class TableOfContents implements ArchiveFraming.Listener {

    private static final int BUFFER = 64 * 1024;
    private static final long MOST = 1L << 30; // bytes: far more than a million objects take

    private static final int NO_SECTION = 1;

    private final List<Entry> entries = new ArrayList<>();
    private int section = 2;

    private TableOfContents() {}

    static TableOfContents read(StreamSource source, String stream) throws StoreException, IOException {
        TableOfContents contents = new TableOfContents();
        ArchiveFraming framing = new ArchiveFraming(contents);
        try (InputStream bytes = source.open(stream)) {
            byte[] buffer = new byte[BUFFER];
            long total = 0;
            while (!framing.knowsContents()) {
                int read = bytes.read(buffer);
                total += Math.max(read, 0);
                if (read < 0 || total > MOST) {
                    throw new StoreException(
                            Reason.DAMAGED,
                            "the table of contents of stream " + stream + " does not end within " + total + " bytes",
                            "the target was left as it was");
                }
                framing.accept(buffer, 0, read);
            }
        }
        return contents;
    }

    /** An entry without a section of its own belongs to that of the one before, as pg_restore has it. */
    @Override
    public void entry(Entry entry) {
        section = entry.section() == NO_SECTION ? section : entry.section();
        entries.add(new Entry(
                entry.id(),
                entry.kind(),
                entry.schema(),
                entry.tag(),
                entry.owner(),
                entry.definition(),
                entry.removal(),
                entry.copyStatement(),
                section,
                entry.dependencies()));
    }

    List<Entry> entries() {
        return entries;
    }

    /** How an option names an entry: its kind, schema if it has one, and tag, e.g. {@code FK CONSTRAINT public lines lines_order_fkey}. */
    static String name(Entry entry) {
        return entry.kind() + (entry.schema().isEmpty() ? "" : " " + entry.schema()) + " " + entry.tag();
    }

    /** The entries that match one of the patterns. */
    List<Entry> matching(List<String> patterns) {
        List<Pattern> compiled = patterns.stream()
                .map(text -> Pattern.compile(
                        List.of(text.split("\\*", -1)).stream()
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")),
                        Pattern.DOTALL))
                .toList();
        return having(entry -> compiled.stream()
                .anyMatch(pattern -> pattern.matcher(name(entry)).matches()));
    }

    List<Entry> having(Predicate<Entry> property) {
        return entries.stream().filter(property).toList();
    }

    /** The ids of the entries and of all that depends on them. */
    Set<Long> withDependents(List<Entry> of) {
        Set<Long> ids = of.stream().map(Entry::id).collect(Collectors.toCollection(HashSet::new));
        boolean grew = !ids.isEmpty();
        while (grew) {
            grew = false;
            for (Entry entry : entries) {
                if (!ids.contains(entry.id()) && entry.dependencies().stream().anyMatch(ids::contains)) {
                    grew |= ids.add(entry.id());
                }
            }
        }
        return ids;
    }
}
