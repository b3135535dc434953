package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot of a tree tells of itself. */
class FilesListTest {

    @TempDir
    Path scratch;

    private RoundTrip trip;

    @BeforeEach
    void start() throws Exception {
        trip = new RoundTrip(scratch);
    }

    @AfterEach
    void end() {
        trip.close();
    }

    private List<SnapshotEntry> list(SnapshotContent content, StreamSource source) throws Exception {
        List<SnapshotEntry> entries = new ArrayList<>();
        trip.engine.list(content, source, entries::add);
        return entries;
    }

    private StreamSource indexAlone() {
        return name -> {
            if (!name.equals(TreeIndex.STREAM)) {
                throw new IOException("'" + name + "' is not to be read");
            }
            return trip.kept.source().open(name);
        };
    }

    /** As an older version made it. */
    static SnapshotContent withoutIndex(SnapshotContent content) {
        return new SnapshotContent(
                content.kind(),
                content.toolVersion(),
                content.serverVersion(),
                List.of(content.stream(FilesEngine.STREAM).orElseThrow()),
                content.evidence(),
                content.objects(),
                content.details(),
                content.notIncluded());
    }

    private List<IndexEntry> index(SnapshotContent content) throws Exception {
        List<IndexEntry> entries = new ArrayList<>();
        new SnapshotIndex(content, trip.kept.source(), trip.commands).tell(entries::add);
        return entries;
    }

    @Test
    void everythingIsListedFromTheIndexAloneAsFindTellsIt() throws Exception {
        SampleTree.fill(trip.tree);
        SnapshotContent content = trip.dump().content();
        List<String> listed = list(content, indexAlone()).stream()
                .map(entry -> entry.type().charAt(0) + " " + entry.path() + " "
                        + entry.bytes().map(Object::toString).orElse("-"))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(SampleTree.found(trip.tree));
    }

    @Test
    void theListIsInTheOrderOfThePathsAndADirectoryComesBeforeWhatIsInIt() throws Exception {
        SampleTree.fill(trip.tree);
        List<BytePath> paths = list(trip.dump().content(), indexAlone()).stream()
                .map(entry -> BytePath.parse(entry.path()))
                .toList();
        assertThat(paths).isSorted();
        assertThat(paths.indexOf(BytePath.of("config"))).isLessThan(paths.indexOf(BytePath.of("config/dirty")));
    }

    @Test
    void theIndexTellsWhatTheArchiveHoldsAndWhere() throws Exception {
        SampleTree.fill(trip.tree);
        SnapshotContent content = trip.dump().content();
        List<IndexEntry> entries = index(content);
        assertThat(entries).isEqualTo(index(withoutIndex(content)));
        byte[] archive = trip.kept.all().get(FilesEngine.STREAM);
        for (IndexEntry entry : entries) {
            int offset = (int) entry.place().offset();
            TarEntry found = new TarReader(new ByteArrayInputStream(archive, offset, archive.length - offset))
                    .next()
                    .orElseThrow();
            assertThat(entry.isOf(found)).as("%s", entry).isTrue();
        }
    }

    @Test
    void aSnapshotWithoutAnIndexIsListedByReadingItsArchive() throws Exception {
        SampleTree.fill(trip.tree);
        SnapshotContent content = trip.dump().content();
        assertThat(list(withoutIndex(content), trip.kept.source())).isEqualTo(list(content, indexAlone()));
    }

    @Test
    void aFileReadAgainIsListedAsItWasAtLastUnderAllItsNames() throws Exception {
        Path first = trip.tree.resolve("a");
        Files.write(first, new byte[3_000_000]);
        Files.createLink(trip.tree.resolve("b"), first);
        boolean[] changed = new boolean[1];
        SnapshotContent content = trip.dump(
                        name -> new java.io.FilterOutputStream(trip.kept.sink().open(name)) {
                            @Override
                            public void write(byte[] bytes, int offset, int length) throws IOException {
                                if (!changed[0]) {
                                    changed[0] = true;
                                    Files.writeString(first, "short now");
                                }
                                out.write(bytes, offset, length);
                            }
                        })
                .content();
        List<SnapshotEntry> listed = list(content, indexAlone());
        assertThat(listed).extracting(SnapshotEntry::path).containsExactly("a", "b");
        assertThat(listed).allMatch(entry -> entry.bytes().equals(Optional.of(9L)));
        assertThat(index(content)).isEqualTo(index(withoutIndex(content)));
    }

    @Test
    void damageOfTheIndexIsToldAndKeepsNobodyFromTheTree() throws Exception {
        Files.writeString(trip.tree.resolve("a"), "kept");
        SnapshotContent content = trip.dump().content();
        assertThatThrownBy(() -> list(content, trip.kept.damaged(TreeIndex.STREAM, 9)))
                .isInstanceOf(IOException.class)
                .hasMessage("planted damage");
        StoreException cut =
                catchThrowableOfType(StoreException.class, () -> list(content, trip.kept.cut(TreeIndex.STREAM, 9)));
        assertThat(cut.reason()).isEqualTo(StoreException.Reason.DAMAGED);
        assertThat(content.streams())
                .extracting(StreamContent::name)
                .containsExactly(FilesEngine.STREAM, TreeIndex.STREAM);
        trip.restore(content, trip.target(java.util.Map.of()), trip.kept.cut(TreeIndex.STREAM, 9));
        assertThat(trip.restored.resolve("a")).hasContent("kept");
    }

    @Test
    void anArchiveWithoutIndexThatIsCutIsNotListed() throws Exception {
        Files.writeString(trip.tree.resolve("a"), "kept");
        SnapshotContent content = withoutIndex(trip.dump().content());
        KeptStreams kept = trip.kept;
        for (int at : List.of(0, 511, 1024, 2048)) {
            StoreException cut =
                    catchThrowableOfType(StoreException.class, () -> list(content, kept.cut(FilesEngine.STREAM, at)));
            assertThat(cut.reason()).isEqualTo(StoreException.Reason.DAMAGED);
        }
    }
}
