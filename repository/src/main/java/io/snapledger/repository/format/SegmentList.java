package io.snapledger.repository.format;

import io.snapledger.events.SegmentOwner;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The plain list of every segment a snapshot needs, so that storage can check it without keys. Text:
 *
 * <pre>
 * snapledger segments 1
 * of &lt;store>/&lt;snapshot>/&lt;attempt>
 * &lt;number> &lt;length> &lt;sha256>            its own segments, numbers from 1 without gap
 * uses &lt;snapshot>/&lt;attempt>              for each owner, in the order in which the manifest counts them
 * &lt;number> &lt;length> &lt;sha256>            those of its segments that are referred to, rising numbers
 * end
 * </pre>
 *
 * @param store of the snapshot and of all owners
 * @param snapshot whose list it is
 * @param attempt that wrote it
 * @param own its own segments
 * @param uses segments of owners
 */
public record SegmentList(StoreName store, SnapshotId snapshot, AttemptId attempt, List<Entry> own, List<Use> uses) {

    private static final String FIRST_LINE = "snapledger segments 1";

    public SegmentList {
        own = List.copyOf(own);
        uses = List.copyOf(uses);
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).number() != i + 1) {
                throw new IllegalArgumentException("own segments are not numbered from 1 without gap");
            }
        }
    }

    /**
     * @param number of the segment
     * @param length bytes
     * @param sha256 lower-case hex
     */
    public record Entry(int number, long length, String sha256) {
        public Entry {
            Sha256.requireHex(sha256);
            if (number < 1 || length < 1 || length > ObjectKind.SEGMENT.limit()) {
                throw new IllegalArgumentException("segment " + number + " of " + length
                        + " bytes is not valid; it has 1 to " + ObjectKind.SEGMENT.limit());
            }
        }
    }

    /**
     * @param snapshot the owner
     * @param attempt its attempt
     * @param segments those referred to
     */
    public record Use(SnapshotId snapshot, AttemptId attempt, List<Entry> segments) {
        public Use {
            segments = List.copyOf(segments);
            for (int i = 1; i < segments.size(); i++) {
                if (segments.get(i).number() <= segments.get(i - 1).number()) {
                    throw new IllegalArgumentException("segment numbers of " + snapshot + " do not rise");
                }
            }
        }
    }

    /** A segment wherever it lies. */
    public record Located(SegmentId id, long length, String sha256) {}

    /** Own segments, then those of owners. */
    public List<Located> all() {
        List<Located> all = new ArrayList<>(own.size());
        own.forEach(entry -> all.add(located(snapshot, attempt, entry)));
        uses.forEach(use -> use.segments().forEach(entry -> all.add(located(use.snapshot(), use.attempt(), entry))));
        return all;
    }

    /** Owners as events and decision name them. */
    public List<SegmentOwner> owners() {
        return uses.stream()
                .map(use -> new SegmentOwner(
                        use.snapshot().value(),
                        use.attempt().toString(),
                        use.segments().size()))
                .toList();
    }

    private Located located(SnapshotId owner, AttemptId by, Entry entry) {
        return new Located(new SegmentId(store, owner, by, entry.number()), entry.length(), entry.sha256());
    }

    public byte[] write() {
        StringBuilder text = new StringBuilder(64 + own.size() * 80);
        text.append(FIRST_LINE).append('\n');
        text.append("of ")
                .append(store)
                .append('/')
                .append(snapshot)
                .append('/')
                .append(attempt)
                .append('\n');
        append(text, own);
        for (Use use : uses) {
            text.append("uses ")
                    .append(use.snapshot())
                    .append('/')
                    .append(use.attempt())
                    .append('\n');
            append(text, use.segments());
        }
        return text.append("end\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void append(StringBuilder text, List<Entry> entries) {
        for (Entry entry : entries) {
            text.append(entry.number()).append(' ').append(entry.length()).append(' ');
            text.append(entry.sha256()).append('\n');
        }
    }

    /**
     * Reads the list at a key.
     *
     * @throws DamagedSnapshotException if it is not exactly what {@link #write} makes, or that of another attempt
     */
    public static SegmentList read(String path, byte[] bytes) {
        try {
            SegmentList list = parse(new String(bytes, StandardCharsets.US_ASCII).split("\n", -1));
            if (Arrays.equals(list.write(), bytes)) {
                return list.at(path);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DamagedSnapshotException(path, "a segment list", String.valueOf(e.getMessage()), e);
        }
        throw new DamagedSnapshotException(path, "a segment list", "another text");
    }

    private SegmentList at(String path) {
        Set<SnapshotId> owners = new HashSet<>(Set.of(snapshot));
        for (Use use : uses) {
            if (!owners.add(use.snapshot())) {
                throw new DamagedSnapshotException(path, "owners that are others", use.snapshot() + " once more");
            }
        }
        if (!RepositoryLayout.segmentList(store, snapshot, attempt).equals(path)) {
            throw new DamagedSnapshotException(
                    path, "the segment list of that attempt", "that of " + store + "/" + snapshot + "/" + attempt);
        }
        return this;
    }

    private static SegmentList parse(String[] lines) {
        String[] of = lines[1].substring("of ".length()).split("/", -1);
        List<Entry> own = new ArrayList<>();
        List<Use> uses = new ArrayList<>();
        int line = take(lines, 2, own);
        while (lines[line].startsWith("uses ")) {
            String[] owner = lines[line].substring("uses ".length()).split("/", -1);
            List<Entry> segments = new ArrayList<>();
            line = take(lines, line + 1, segments);
            uses.add(new Use(new SnapshotId(owner[0]), AttemptId.parse(owner[1]), segments));
        }
        return new SegmentList(new StoreName(of[0]), new SnapshotId(of[1]), AttemptId.parse(of[2]), own, uses);
    }

    private static int take(String[] lines, int from, List<Entry> entries) {
        int line = from;
        for (; !lines[line].isEmpty() && Character.isDigit(lines[line].charAt(0)); line++) {
            String[] words = lines[line].split(" ", -1);
            entries.add(new Entry(Integer.parseInt(words[0]), Long.parseLong(words[1]), words[2]));
        }
        return line;
    }
}
