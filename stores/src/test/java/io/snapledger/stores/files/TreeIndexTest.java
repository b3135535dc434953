package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Timestamp;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.stores.files.IndexEntry.Content;
import io.snapledger.stores.files.IndexEntry.Place;
import io.snapledger.stores.files.IndexEntry.Type;
import io.snapledger.stores.files.TarEntry.Attributes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index of a tree, honest and hostile. */
class TreeIndexTest {

    private static final int MANY = 10_000;
    private static final long ARCHIVE = 1L << 40;
    private static final Attributes ATTRIBUTES =
            new Attributes(0640, 1000, 0xffff_ffffL, new Timestamp(-1, 999_999_999));
    private static final String HASH = "00112233445566778899aabbccddeeff";

    @TempDir
    Path scratch;

    private LocalCommandRunner commands;

    @BeforeEach
    void start() throws Exception {
        commands = new LocalCommandRunner(scratch.resolve("tools"));
    }

    @AfterEach
    void nothingIsLeft() {
        commands.close();
        assertThat(scratch.resolve("tools")).isEmptyDirectory();
    }

    private static IndexEntry file(BytePath path, long size, long offset) {
        return new IndexEntry(
                path, Type.FILE, ATTRIBUTES, new Content(size, size / 2, HASH), null, Place.of(offset), true);
    }

    private static IndexEntry file(String path) {
        return file(BytePath.of(path), 10, 512);
    }

    private static IndexEntry directory(String path) {
        return new IndexEntry(BytePath.of(path), Type.DIRECTORY, ATTRIBUTES, null, null, Place.of(0), false);
    }

    private static IndexEntry link(String path, String target) {
        return new IndexEntry(
                BytePath.of(path), Type.SYMBOLIC_LINK, ATTRIBUTES, null, ByteName.of(target), Place.of(1024), true);
    }

    private byte[] written(List<IndexEntry> entries) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EntrySorter sorter = new EntrySorter(commands, IndexEntry.BY_PATH)) {
            for (IndexEntry entry : entries) {
                sorter.add(entry);
            }
            TreeIndex.write(sorter, out);
        }
        return out.toByteArray();
    }

    private static List<IndexEntry> read(byte[] index) throws Exception {
        return read(index, ARCHIVE);
    }

    private static List<IndexEntry> read(byte[] index, long archive) throws Exception {
        List<IndexEntry> entries = new ArrayList<>();
        TreeIndex.read(new ByteArrayInputStream(index), archive, entries::add);
        return entries;
    }

    private static void assertDamaged(byte[] index, String what) {
        StoreException refused = catchThrowableOfType(StoreException.class, () -> read(index));
        assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(refused).hasMessageContaining(what);
    }

    private static List<IndexEntry> sample() {
        return List.of(
                directory(""),
                directory("a"),
                file("a/one"),
                file("a/one").linked(BytePath.of("a/two"), 4096),
                link("b", "a/one"),
                link("b", "a/one").linked(BytePath.of("c"), 8192));
    }

    private static BytePath anyName(Random random) {
        byte[] name = new byte[3 + random.nextInt(200)];
        for (int at = 0; at < name.length; at++) {
            int any = 1 + random.nextInt(255);
            name[at] = (byte) (any == '/' ? 'x' : any);
        }
        return BytePath.of(name);
    }

    @Test
    void whatIsWrittenIsReadInTheOrderOfThePaths() throws Exception {
        List<IndexEntry> shuffled = new ArrayList<>(sample());
        Collections.shuffle(shuffled, new Random(1));
        assertThat(read(written(shuffled))).isEqualTo(sample());
        assertThat(read(written(List.of()))).isEmpty();
    }

    @Test
    void numbersAtTheEndsOfTheirRangesComeBack() throws Exception {
        Attributes extreme = new Attributes(07777, 0, 0, new Timestamp(Long.MIN_VALUE, 0));
        Attributes other = new Attributes(0, 0xffff_ffffL, 1, new Timestamp(Long.MAX_VALUE, 999_999_999));
        long end = ARCHIVE - 512;
        List<IndexEntry> entries = List.of(
                new IndexEntry(
                        BytePath.of("a"),
                        Type.FILE,
                        extreme,
                        new Content(Long.MAX_VALUE, 0, HASH),
                        null,
                        Place.of(end),
                        false),
                new IndexEntry(BytePath.of("b"), Type.FILE, other, new Content(0, 0, HASH), null, Place.of(0), true),
                new IndexEntry(
                        BytePath.of("c"),
                        Type.SYMBOLIC_LINK,
                        other,
                        null,
                        ByteName.of("x"),
                        new Place(0, BytePath.of("z"), end),
                        true));
        assertThat(read(written(entries))).isEqualTo(entries);
    }

    @Test
    void tenThousandNamesOfAnyBytesComeBackThroughASpoolTheLastToldOfEach() throws Exception {
        Random random = new Random(42);
        TreeMap<BytePath, IndexEntry> expected = new TreeMap<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EntrySorter sorter = new EntrySorter(commands, IndexEntry.BY_PATH, 100_000)) {
            List<BytePath> names = new ArrayList<>();
            for (int i = 0; i < 2 * MANY; i++) {
                BytePath name = i < MANY ? anyName(random) : names.get(random.nextInt(MANY));
                names.add(name);
                IndexEntry entry = file(name, random.nextInt(1 << 30), random.nextInt(1 << 30) * 512L);
                expected.put(name, entry);
                sorter.add(entry);
            }
            TreeIndex.write(sorter, out);
            assertThat(sorter.count()).isEqualTo(expected.size());
        }
        assertThat(read(out.toByteArray())).isEqualTo(List.copyOf(expected.values()));
    }

    @Test
    void aLargeTreeNeedsFewBytesForEachEntry() throws Exception {
        int count = 200_000;
        CountingSink out = new CountingSink();
        try (EntrySorter sorter = new EntrySorter(commands, IndexEntry.BY_PATH)) {
            for (int i = 0; i < count; i++) {
                sorter.add(file(
                        BytePath.of(String.format("home/user%03d/mail/%06d.eml", i / 1000 % 1000, i)),
                        i % 9_000,
                        i * 10_240L));
            }
            TreeIndex.write(sorter, out);
        }
        assertThat(out.bytes / count).isLessThan(50);
    }

    private static final class CountingSink extends java.io.OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes += length;
        }
    }

    @Test
    void anIndexThatIsCutAnywhereIsRefused() throws Exception {
        byte[] index = written(sample());
        for (int length = 0; length < index.length; length++) {
            byte[] cut = Arrays.copyOf(index, length);
            StoreException refused = catchThrowableOfType(StoreException.class, () -> read(cut));
            assertThat(refused).as("cut at byte %s", length).isNotNull();
            assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
        }
    }

    /** What is not refused must still be in all ranges; nothing else may be thrown. */
    @Test
    void anyFlippedBitIsRefusedOrHarmless() throws Exception {
        byte[] index = written(sample());
        int refused = 0;
        for (int bit = 0; bit < index.length * 8; bit++) {
            byte[] flipped = index.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                for (IndexEntry entry : read(flipped)) {
                    assertThat(entry.place().offset()).isBetween(0L, ARCHIVE - 512);
                    assertThat(entry.place().contentOffset()).isBetween(0L, ARCHIVE - 512);
                    assertThat(entry.attributes().mode()).isBetween(0, 07777);
                }
            } catch (StoreException e) {
                assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void randomBytesBehindTheVersionAreRefusedOrHarmless() {
        Random random = new Random(3);
        for (int i = 0; i < MANY; i++) {
            byte[] noise = new byte[8 + random.nextInt(200)];
            random.nextBytes(noise);
            System.arraycopy("SNPLTRE1".getBytes(StandardCharsets.US_ASCII), 0, noise, 0, 8);
            StoreException refused = catchThrowableOfType(StoreException.class, () -> read(noise));
            assertThat(refused == null || refused.reason() == Reason.DAMAGED).isTrue();
        }
    }

    @Test
    void anOffsetBehindTheArchiveIsRefused() throws Exception {
        byte[] index = written(List.of(file(BytePath.of("a"), 1, 4096)));
        assertThat(read(index, 4608)).hasSize(1);
        StoreException refused = catchThrowableOfType(StoreException.class, () -> read(index, 4607));
        assertThat(refused).hasMessageContaining("a place outside of the archive");
        byte[] content = written(List.of(file(BytePath.of("z"), 1, 1 << 20).linked(BytePath.of("a"), 0)));
        refused = catchThrowableOfType(StoreException.class, () -> read(content, 1 << 20));
        assertThat(refused).hasMessageContaining("a place outside of the archive");
    }

    @Test
    void anotherVersionIsRefused() throws Exception {
        byte[] index = written(sample());
        index[7] = '2';
        assertDamaged(index, "another format");
    }

    @Test
    void bytesAfterTheEndAreRefused() throws Exception {
        byte[] index = written(sample());
        assertDamaged(Arrays.copyOf(index, index.length + 1), "bytes after its end");
    }

    @Test
    void anotherCountIsRefused() throws Exception {
        byte[] index = written(sample());
        index[index.length - 1]++;
        assertDamaged(index, "6 entries where it counts 7");
    }

    private static byte[] unsorted(IndexEntry... entries) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("SNPLTRE1".getBytes(StandardCharsets.US_ASCII));
        IndexEncoder encoder = new IndexEncoder(out);
        for (IndexEntry entry : entries) {
            encoder.write(entry);
        }
        encoder.end(entries.length);
        return out.toByteArray();
    }

    @Test
    void namesTwiceOrOutOfOrderAreRefused() throws Exception {
        assertDamaged(unsorted(file("a"), file("a")), "'a' after 'a'");
        assertDamaged(unsorted(file("b"), file("a")), "'a' after 'b'");
        assertDamaged(unsorted(file("a"), directory("")), "'' after 'a'");
    }

    @Test
    void nothingLiesInWhatIsNoDirectory() throws Exception {
        assertDamaged(unsorted(link("a", "/etc"), file("a/passwd")), "'a/passwd' in 'a'");
        assertDamaged(unsorted(file("a"), file("a/b/c")), "'a/b/c' in 'a'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/passwd", "a//b", "a/../b", ".", "a/", "a\0b"})
    void aNameThatWouldLeaveTheTreeIsRefused(String name) throws Exception {
        byte[] index = unsorted(file("x".repeat(name.length())));
        byte[] hostile = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(hostile, 0, index, 8 + 3, hostile.length); // behind version, kind and two lengths
        assertDamaged(index, "a name that is none");
    }

    @Test
    void aHugeNameThatIsNotThereTakesNoMemory() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("SNPLTRE1".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[] {1, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f});
        assertDamaged(out.toByteArray(), "a number that is too large");
    }
}
