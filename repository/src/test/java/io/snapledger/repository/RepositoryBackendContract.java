package io.snapledger.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.format.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The law of {@link RepositoryBackend} for every kind: a subclass gives an empty backend. */
public abstract class RepositoryBackendContract {

    /** The backend under test, empty at first, the same one in a test. */
    protected abstract RepositoryBackend backend();

    @Test
    void whatWasCreatedCanBeReadWhole() {
        byte[] content = Samples.noise(300_000, 1);

        assertThat(backend().create("a/b/c", ObjectSource.bytes(content))).isEqualTo(PutOutcome.CREATED);

        assertThat(backend().get("a/b/c", 300_000).orElseThrow().content()).isEqualTo(content);
        ObjectStat stat = backend().stat("a/b/c").orElseThrow();
        assertThat(stat.key()).isEqualTo("a/b/c");
        assertThat(stat.length()).isEqualTo(300_000);
    }

    @Test
    void aStreamIsStoredAsItIs() {
        byte[] content = Samples.noise(300_000, 2);

        backend()
                .create(
                        "s",
                        ObjectSource.stream(
                                content.length, Sha256.hex(content), () -> new ByteArrayInputStream(content)));

        assertThat(backend().get("s", 300_000).orElseThrow().content()).isEqualTo(content);
    }

    @Test
    void creatingNeverOverwrites() {
        backend().create("a/b", ObjectSource.bytes("first".getBytes(UTF_8)));

        assertThat(backend().create("a/b", ObjectSource.bytes("second".getBytes(UTF_8))))
                .isEqualTo(PutOutcome.EXISTS);

        assertThat(text("a/b")).isEqualTo("first");
    }

    @Test
    void bytesWithAnotherDigestAreRefusedAndLeaveNothing() {
        ObjectSource wrong = ObjectSource.stream(
                3, Sha256.hex("abc".getBytes(UTF_8)), () -> new ByteArrayInputStream("abd".getBytes(UTF_8)));

        assertThatThrownBy(() -> backend().create("a/b", wrong))
                .isInstanceOf(DigestMismatchException.class)
                .hasMessageContaining("a/b")
                .hasMessageContaining(Sha256.hex("abc".getBytes(UTF_8)));

        assertThat(backend().stat("a/b")).isEmpty();
        assertThat(keys("")).isEmpty();
    }

    @Test
    void fewerOrMoreBytesThanAnnouncedAreRefused() {
        byte[] content = "abc".getBytes(UTF_8);
        for (long length : new long[] {0, 2, 4}) {
            ObjectSource source =
                    ObjectSource.stream(length, Sha256.hex(content), () -> new ByteArrayInputStream(content));

            assertThatThrownBy(() -> backend().create("a/b", source)).isInstanceOf(DigestMismatchException.class);
        }
        assertThat(keys("")).isEmpty();
    }

    @Test
    void aSourceThatBreaksOffLeavesNothing() {
        ObjectSource source = ObjectSource.stream(100, Sha256.hex(new byte[100]), () -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the worker is gone");
            }
        });

        assertThatThrownBy(() -> backend().create("a/b", source)).isInstanceOf(RepositoryException.Transient.class);

        assertThat(keys("")).isEmpty();
    }

    @Test
    void oneOfManyConcurrentCreatesWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                String key = "race/" + round;
                List<Callable<PutOutcome>> tries = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    byte[] mine = ("writer-" + i).getBytes(UTF_8);
                    tries.add(() -> backend().create(key, ObjectSource.bytes(mine)));
                }
                int won = 0;
                for (Future<PutOutcome> outcome : threads.invokeAll(tries)) {
                    won += outcome.get() == PutOutcome.CREATED ? 1 : 0;
                }
                assertThat(won).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void replacingAsksForTheVersionThatWasRead() {
        backend().create("d", ObjectSource.bytes("one".getBytes(UTF_8)));
        String version = backend().get("d", 100).orElseThrow().version();

        assertThat(backend().replace("d", version, "two".getBytes(UTF_8))).isTrue();
        assertThat(backend().replace("d", version, "three".getBytes(UTF_8))).isFalse();

        assertThat(text("d")).isEqualTo("two");
    }

    @Test
    void whatDoesNotExistCannotBeReplaced() {
        assertThat(backend().replace("none", "version", new byte[1])).isFalse();
        assertThat(backend().stat("none")).isEmpty();
    }

    @Test
    protected void oneOfManyConcurrentReplacesWins() throws Exception {
        backend().create("d", ObjectSource.bytes("start".getBytes(UTF_8)));
        String version = backend().get("d", 100).orElseThrow().version();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                byte[] mine = ("writer-" + i).getBytes(UTF_8);
                tries.add(() -> backend().replace("d", version, mine));
            }
            int won = 0;
            for (Future<Boolean> outcome : threads.invokeAll(tries)) {
                won += outcome.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void rangesEndWithTheObject() throws IOException {
        byte[] content = Samples.noise(10_000, 3);
        backend().create("r", ObjectSource.bytes(content));

        assertThat(range("r", 0, 10_000)).isEqualTo(content);
        assertThat(range("r", 9_000, 5_000)).isEqualTo(Arrays.copyOfRange(content, 9_000, 10_000));
        assertThat(range("r", 4_000, 10)).isEqualTo(Arrays.copyOfRange(content, 4_000, 4_010));
        assertThat(range("r", 4_000, 0)).isEmpty();
        assertThat(range("r", 20_000, 10)).isEmpty();
    }

    @Test
    void whatDoesNotExistIsSaidToBeMissing() {
        assertThat(backend().get("no/such", 100)).isEmpty();
        assertThat(backend().stat("no/such")).isEmpty();
        assertThatThrownBy(() -> backend().read("no/such", 0, 1))
                .isInstanceOf(ObjectMissingException.class)
                .hasMessageContaining("no/such");
    }

    @Test
    void anObjectLongerThanTheLimitIsRefused() {
        backend().create("long", ObjectSource.bytes(new byte[101]));

        assertThatThrownBy(() -> backend().get("long", 100))
                .isInstanceOf(RepositoryException.Permanent.class)
                .hasMessageContaining("long");
    }

    @Test
    void listingShowsAllBelowAPrefixAndNothingElse() {
        for (String key : List.of("a/1", "a/2", "a/b/3", "ab/4", "c")) {
            backend().create(key, ObjectSource.bytes(key.getBytes(UTF_8)));
        }

        assertThat(keys("a/")).containsExactlyInAnyOrder("a/1", "a/2", "a/b/3");
        assertThat(keys("a/b/")).containsExactly("a/b/3");
        assertThat(keys("none/")).isEmpty();
        assertThat(keys("")).hasSize(5);
    }

    @Test
    void aDeletedObjectIsGoneAndItsNameFree() {
        backend().create("a/b", ObjectSource.bytes("one".getBytes(UTF_8)));

        backend().delete("a/b");

        assertThat(backend().stat("a/b")).isEmpty();
        assertThat(keys("")).isEmpty();
        assertThat(backend().create("a/b", ObjectSource.bytes("two".getBytes(UTF_8))))
                .isEqualTo(PutOutcome.CREATED);
    }

    @Test
    void listingsAreInTheOrderOfTheKeys() {
        List<String> sorted = List.of(
                "a", "b-c/1", "b.c", "b/0", "b/1-x", "b/1.json", "b/1/z", "b/10", "b/1_", "b/z", "b0", "b_/1", "ba/1");
        List<String> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(5));
        shuffled.forEach(key -> backend().create(key, ObjectSource.bytes(key.getBytes(UTF_8))));

        assertThat(keys("")).containsExactlyElementsOf(sorted).isSorted();
        assertThat(keys("b/")).containsExactly("b/0", "b/1-x", "b/1.json", "b/1/z", "b/10", "b/1_", "b/z");
    }

    @Test
    void aListingOfManyIsWholeAndSorted() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 2_501; i++) {
            String key = "many/" + (i % 3) + "/" + Integer.toString(i * 7919 % 2_503, 36);
            backend().create(key, ObjectSource.bytes(new byte[] {1}));
            created.add(key);
        }

        assertThat(keys("many/")).isSorted().doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(created);

        backend().delete(created);

        assertThat(keys("")).isEmpty();
    }

    @Test
    void theVersionStaysUntilTheObjectChanges() {
        backend().create("v/a", ObjectSource.bytes("one".getBytes(UTF_8)));
        backend().create("v/b", ObjectSource.bytes("one".getBytes(UTF_8)));
        String before = version("v/a");

        assertThat(version("v/a")).isEqualTo(before);
        assertThat(listed("v/a")).isEqualTo(before);

        String read = backend().get("v/a", 100).orElseThrow().version();
        backend().replace("v/a", read, "two".getBytes(UTF_8));

        assertThat(version("v/a")).isNotEqualTo(before);
        assertThat(listed("v/a")).isEqualTo(version("v/a"));
    }

    @Test
    void manyAreDeletedAtOnceWhetherOrNotTheyAreThere() {
        for (String key : List.of("a/1", "a/2", "b/c/3", "kept")) {
            backend().create(key, ObjectSource.bytes(key.getBytes(UTF_8)));
        }

        backend().delete(List.of("b/c/3", "a/none", "a/1", "no/such/place", "a/2", "a/1"));

        assertThat(keys("")).containsExactly("kept");
        backend().delete(List.of());
        backend().delete("b/c/3");
        assertThat(keys("")).containsExactly("kept");
    }

    @Test
    void aDeletionThatNamesNoKeyDeletesNothing() {
        backend().create("a/1", ObjectSource.bytes(new byte[1]));

        assertThatThrownBy(() -> backend().delete(List.of("a/1", "../a"))).isInstanceOf(IllegalArgumentException.class);

        assertThat(keys("")).containsExactly("a/1");
    }

    @Test
    void keysThatLeadElsewhereAreRefused() {
        for (String key :
                List.of("", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", ".tmp/x", "A", "a b", "a\u0000b", "a\\b")) {
            assertThatThrownBy(() -> backend().create(key, ObjectSource.bytes(new byte[1])))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> backend().stat(key)).as(key).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> backend().list("a", object -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    private String version(String key) {
        return backend().stat(key).orElseThrow().version();
    }

    private String listed(String key) {
        List<String> versions = new ArrayList<>();
        backend().list(key.substring(0, key.lastIndexOf('/') + 1), object -> {
            if (object.key().equals(key)) {
                versions.add(object.version());
            }
        });
        assertThat(versions).hasSize(1);
        return versions.get(0);
    }

    private String text(String key) {
        return new String(backend().get(key, 1000).orElseThrow().content(), UTF_8);
    }

    private byte[] range(String key, long offset, long length) throws IOException {
        try (InputStream in = backend().read(key, offset, length)) {
            return in.readAllBytes();
        }
    }

    private List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        backend().list(prefix, object -> keys.add(object.key()));
        return keys;
    }
}
