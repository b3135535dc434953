package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.files.TarEntry.Attributes;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a selection takes of a snapshot, and what the evidence must say of it afterwards. The index is read whole, and what it tells of the
 * whole tree must have the digests of the snapshot's evidence: so what it tells of a part is as sure as the evidence itself.
 */
final class TreePart implements AutoCloseable {

    private final SnapshotContent content;
    private final TreeSelection selection;
    private final GitDirectories repositories;
    private final EntrySorter pieces;
    private final IndexDigest whole = new IndexDigest(TreeSelection.WHOLE);
    private final IndexDigest part;
    private final Map<BytePath, Attributes> above = new HashMap<>();
    private final Map<BytePath, BytePath> holders = new HashMap<>();
    private final TreeSet<BytePath> missing;
    private Evidence expected;
    private long bytes;
    private long things;

    private TreePart(SnapshotContent content, TreeSelection selection, CommandRunner commands) {
        this.content = content;
        this.selection = selection;
        this.repositories = new GitDirectories(content.evidence());
        this.part = new IndexDigest(selection);
        this.missing = new TreeSet<>(selection.paths());
        this.pieces =
                new EntrySorter(commands, Comparator.comparingLong(this::offset).thenComparing(IndexEntry.BY_PATH));
    }

    /**
     * Finds it.
     *
     * @throws StoreException {@code BAD_OPTIONS} if the snapshot does not hold a path, {@code DAMAGED} if the index is not of the tree
     *     that the evidence is of
     */
    static TreePart of(SnapshotContent content, SnapshotIndex index, TreeSelection selection, CommandRunner commands)
            throws StoreException, IOException, InterruptedException {
        TreePart found = new TreePart(content, selection, commands);
        try {
            index.tell(found::look);
            found.requireAll();
            found.requireEvidence();
            found.expected = found.facts();
            return found;
        } catch (StoreException | IOException | InterruptedException | RuntimeException e) {
            found.close();
            throw e;
        }
    }

    private void look(IndexEntry entry) throws IOException {
        if (entry.counted()) {
            whole.add(entry);
        }
        if (selection.holds(entry.path())) {
            take(entry);
        } else if (selection.leadsTo(entry.path())) {
            above.put(entry.path(), entry.attributes());
        }
    }

    private void take(IndexEntry entry) throws IOException {
        missing.remove(entry.path());
        if (isCounted(entry)) {
            part.add(entry);
        }
        if (entry.isHardLink() && !selection.holds(entry.place().firstName())) {
            holders.putIfAbsent(entry.place().firstName(), entry.path());
        }
        things++;
        bytes += entry.content() == null || entry.isHardLink() && !isHolder(entry)
                ? 0
                : entry.content().stored();
        pieces.add(entry);
    }

    /** What a Git writes anew by itself is not counted where the Git directory is taken as a whole. */
    private boolean isCounted(IndexEntry entry) {
        return entry.counted()
                || repositories.around(entry.path()).filter(selection::holds).isEmpty();
    }

    private void requireAll() throws StoreException {
        if (!missing.isEmpty()) {
            List<String> some =
                    missing.stream().limit(5).map(path -> "'" + path + "'").toList();
            throw new StoreException(
                    Reason.BAD_OPTIONS,
                    "the snapshot does not hold " + String.join(", ", some)
                            + (missing.size() > some.size() ? " and " + (missing.size() - some.size()) + " more" : ""),
                    "snapledger snapshot ls tells what it holds");
        }
    }

    private void requireEvidence() throws StoreException {
        SortedMap<String, String> wanted = content.evidence().below(TreeDigest.WHOLE);
        List<Evidence.Difference> differences =
                Evidence.differences(new Evidence(wanted), Evidence.of(whole.facts(TreeDigest.WHOLE)));
        if (!differences.isEmpty()) {
            throw IndexDecoder.damaged("another tree than the snapshot's evidence is of: " + differences);
        }
    }

    /** Directories on the way to the part, as they were; what is not known of one is left out. */
    Map<BytePath, Attributes> above() {
        return above;
    }

    /** Bytes of content that the archive holds of it. */
    long bytes() {
        return bytes;
    }

    /** Files, directories and links. */
    long things() {
        return things;
    }

    private Evidence facts() {
        SortedMap<String, String> facts = new TreeMap<>(part.facts(Evidence.PART));
        for (String name : content.evidence().namesBelow("repository")) {
            if (selection.holds(BytePath.of(Evidence.unescaped(name)))) {
                facts.putAll(content.evidence().below("repository/" + name));
            }
        }
        return new Evidence(facts);
    }

    /** What the evidence must say: facts of the part, and those of repositories that lie in it. */
    Evidence expected() {
        return expected;
    }

    /** Tells its entries in the order of their {@linkplain #offset places} in the archive. */
    void tell(EntryVisitor visitor) throws StoreException, IOException, InterruptedException {
        pieces.tell(visitor);
    }

    /** Where what is needed of an entry begins in the archive. */
    long offset(IndexEntry entry) {
        return isHolder(entry) ? entry.place().contentOffset() : entry.place().offset();
    }

    /** Whether it has the content of a first name that is outside. */
    boolean isHolder(IndexEntry entry) {
        return entry.isHardLink()
                && entry.path().equals(holders.get(entry.place().firstName()));
    }

    /** The name that a hard link is made to. */
    BytePath firstName(IndexEntry link) {
        return holders.getOrDefault(link.place().firstName(), link.place().firstName());
    }

    @Override
    public void close() {
        pieces.close();
    }
}
