package io.snapledger.stores.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a member is read right, and one that a stranger made is refused in bounded time and memory. */
class KeyDatabaseTest {

    @TempDir
    Path scratch;

    private static BoltBytes sample() {
        return new BoltBytes()
                .change(2, "a", "1")
                .change(3, "b", "2")
                .removal(4, "a")
                .change(5, "c", "3")
                .change(6, "b", "4")
                .removal(7, "never there")
                .change(8, "a", "5")
                .removal(9, "c");
    }

    private Map<String, String> read(ByteBuffer file) throws IOException {
        Map<String, String> keys = new TreeMap<>();
        try (KeyDatabase database = open(file)) {
            database.read(key -> keys.put(text(key.key()), text(key.value())));
            assertThat(database.tally().lasting()).isEqualTo(keys.size());
        }
        return keys;
    }

    private KeyDatabase open(ByteBuffer file) throws IOException {
        Path path = scratch.resolve("db");
        Files.write(path, file.array());
        return open(path, Clock.systemUTC().instant().plus(Duration.ofMinutes(5)));
    }

    private KeyDatabase open(Path path, Instant deadline) throws IOException {
        return KeyDatabase.open(path, Files.size(path), scratch, new TimeLeft(Clock.systemUTC(), deadline));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void assertRefused(Executable reading) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThatThrownBy(reading::run).isInstanceOf(MalformedDatabase.class));
    }

    private interface Executable {
        void run() throws IOException;
    }

    /** Spoils a right file. */
    private void assertRefused(Consumer<ByteBuffer> spoiling) {
        ByteBuffer file = sample().bytes();
        spoiling.accept(file);
        assertRefused(() -> read(file));
    }

    @Test
    void theLastRevisionOfEachKeyCounts() throws IOException {
        assertThat(read(sample().bytes())).isEqualTo(Map.of("a", "5", "b", "4"));
        try (KeyDatabase database = open(sample().bytes())) {
            assertThat(database.revision()).isEqualTo(9);
            assertThat(database.keys()).isEqualTo(2);
        }
        assertThat(read(new BoltBytes().bytes())).isEmpty();
    }

    @Test
    void readingEndsWhenTheTimeIsOver() throws IOException {
        Path path = Files.write(scratch.resolve("late"), sample().bytes().array());
        assertThatThrownBy(() -> open(path, Clock.systemUTC().instant()))
                .isInstanceOfSatisfying(
                        Carried.class,
                        late -> assertThat(late.failure().reason()).isEqualTo(StoreException.Reason.DEADLINE));
    }

    @Test
    void oneSoundMetaIsEnough() throws IOException {
        ByteBuffer first = sample().bytes();
        first.put(20, (byte) 77);
        assertThat(read(first)).hasSize(2);
        ByteBuffer second = sample().bytes();
        second.put(BoltBytes.PAGE + 20, (byte) 77);
        assertThat(read(second)).hasSize(2);
    }

    @Test
    void metasThatLieAreRefused() {
        assertRefused(file -> {
            file.put(20, (byte) 77);
            file.put(BoltBytes.PAGE + 20, (byte) 77);
        });
        assertRefused(file -> BoltBytes.meta(file, BoltBytes.PAGE, 1, 4));
        assertRefused(file -> BoltBytes.meta(file, BoltBytes.PAGE, Long.MIN_VALUE, 4));
        assertRefused(file -> BoltBytes.meta(file, BoltBytes.PAGE, BoltBytes.ROOT, 5));
        assertRefused(file -> BoltBytes.meta(file, BoltBytes.PAGE, BoltBytes.ROOT, Long.MAX_VALUE));
        assertRefused(file -> BoltBytes.meta(file, 0, BoltBytes.ROOT, 4));
        assertRefused(file -> BoltBytes.meta(file, Integer.MIN_VALUE, BoltBytes.ROOT, 4));
        assertRefused(() -> read(ByteBuffer.allocate(0)));
        assertRefused(() -> read(ByteBuffer.allocate(50)));
    }

    @Test
    void pagesThatLieAreRefused() {
        int keys = BoltBytes.KEYS * BoltBytes.PAGE;
        assertRefused(file -> file.putLong(keys, 7)); // another number
        assertRefused(file -> file.putShort(keys + 8, (short) 0x10)); // a free list
        assertRefused(file -> file.putShort(keys + 10, (short) 0xffff)); // more elements than bytes
        assertRefused(file -> file.putInt(keys + 12, 1)); // overflows the file
        assertRefused(file -> file.putInt(keys + 12, -1));
        assertRefused(file -> file.putInt(keys + 16 + 4, -1)); // where its key is
        assertRefused(file -> file.putInt(keys + 16 + 8, -1)); // how long its key is
        assertRefused(file -> file.putInt(keys + 16 + 12, Integer.MAX_VALUE));
        assertRefused(file -> file.putInt(keys + 16, 1)); // a bucket among the keys
        assertRefused(file -> file.putInt(BoltBytes.ROOT * BoltBytes.PAGE + 16, 0)); // no bucket
        assertRefused(file -> file.putInt(BoltBytes.ROOT * BoltBytes.PAGE + 16 + 12, 3)); // a bucket of three bytes
    }

    @Test
    void pagesThatLeadInACircleAreRefused() {
        assertRefused(file -> {
            int keys = BoltBytes.KEYS * BoltBytes.PAGE;
            file.putShort(keys + 8, (short) 1).putShort(keys + 10, (short) 200);
            for (int i = 0; i < 200; i++) {
                int element = keys + 16 + 16 * i;
                file.putInt(element, 0).putInt(element + 4, 0).putLong(element + 8, BoltBytes.KEYS);
            }
        });
    }

    /** Elements that all lie at one place would make much of little. */
    @Test
    void elementsThatOverlapAreRefused() {
        assertRefused(file -> {
            int keys = BoltBytes.KEYS * BoltBytes.PAGE;
            file.putShort(keys + 10, (short) 100);
            for (int i = 0; i < 100; i++) {
                int element = keys + 16 + 16 * i;
                file.putInt(element, 0).putInt(element + 4, 4096 - 16 - 16 * i - 60 + i % 20);
                file.putInt(element + 8, 17).putInt(element + 12, 20);
            }
        });
    }

    @Test
    void revisionsThatLieAreRefused() {
        assertRefused(() ->
                read(new BoltBytes().change(5, "a", "1").change(4, "b", "1").bytes()));
        assertRefused(() -> read(new BoltBytes().change(5, "", "1").bytes()));
        assertRefused(() -> read(new BoltBytes()
                .item(BoltBytes.name(5, ""), BoltBytes.message(6, "a", "1"))
                .bytes()));
        assertRefused(() -> read(new BoltBytes()
                .item(BoltBytes.name(5, "x"), BoltBytes.message(5, "a", "1"))
                .bytes()));
        assertRefused(
                () -> read(new BoltBytes().item(new byte[3], new byte[] {1}).bytes()));
        byte[] endless = new byte[30];
        Arrays.fill(endless, (byte) 0xff);
        assertRefused(
                () -> read(new BoltBytes().item(BoltBytes.name(5, ""), endless).bytes()));
        byte[] beyond = BoltBytes.message(5, "a", "1");
        beyond[1] = 127;
        assertRefused(
                () -> read(new BoltBytes().item(BoltBytes.name(5, ""), beyond).bytes()));
    }

    /** Whatever byte is changed: it is read as it was, or as something else that is sound, or refused. Nothing else happens. */
    @Test
    void everyOtherByteIsReadOrRefused() {
        Random random = new Random(11);
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < 20_000; i++) {
                ByteBuffer file = sample().bytes();
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    file.put(interesting(random), (byte) random.nextInt());
                }
                try {
                    assertThat(read(file).size()).isLessThanOrEqualTo(9);
                } catch (MalformedDatabase e) {
                    assertThat(e).hasMessageMatching("[ -~]*");
                }
            }
        });
    }

    private static int interesting(Random random) {
        int page = random.nextInt(4) * BoltBytes.PAGE;
        return page + random.nextInt(page < 2 * BoltBytes.PAGE ? 80 : 400);
    }

    /** More keys than one file of hashes takes, each changed some times, compared with a map. */
    @Test
    void liveRevisionsAreThoseThatAMapWouldHold() throws IOException {
        Random random = new Random(5);
        Map<String, Integer> last = new TreeMap<>();
        try (LiveRevisions revisions = new LiveRevisions(scratch, 40L << 20)) {
            for (int i = 0; i < 300_000; i++) {
                String key = "key " + random.nextInt(100_000);
                boolean removes = random.nextInt(5) == 0;
                revisions.add(key.getBytes(StandardCharsets.US_ASCII), removes);
                if (removes) {
                    last.remove(key);
                } else {
                    last.put(key, i);
                }
            }
            assertThat(revisions.find().stream().boxed()).containsExactlyInAnyOrderElementsOf(last.values());
        }
        try (var files = Files.list(scratch)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aSealIsFoundWhateverThePiecesAre() throws Exception {
        Random random = new Random(3);
        byte[] bytes = new byte[2048];
        random.nextBytes(bytes);
        byte[] seal = java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
        byte[] all = Arrays.copyOf(bytes, bytes.length + seal.length);
        System.arraycopy(seal, 0, all, bytes.length, seal.length);
        for (int i = 0; i < 300; i++) {
            sealed(all, random).requireWhole();
            byte[] other = all.clone();
            other[random.nextInt(other.length)] ^= 1;
            SealedBytes spoilt = sealed(other, random);
            assertThatThrownBy(spoilt::requireWhole).isInstanceOf(MalformedDatabase.class);
        }
        for (int length : new int[] {0, 1, 32, 544, 2047, 2048, 2079}) {
            SealedBytes cut = sealed(Arrays.copyOf(all, length), random);
            assertThatThrownBy(cut::requireWhole).isInstanceOf(MalformedDatabase.class);
        }
    }

    private static SealedBytes sealed(byte[] bytes, Random random) {
        SealedBytes sealed = new SealedBytes();
        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(bytes.length - at, random.nextInt(90));
            sealed.write(bytes, at, count);
            at += count;
        }
        return sealed;
    }
}
