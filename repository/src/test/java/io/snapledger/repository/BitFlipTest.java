package io.snapledger.repository;

import static io.snapledger.repository.Samples.RING;
import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.keys.WrongKeyException;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.memory.MemoryStaging;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever byte of a stored snapshot changes, whatever object is missing or cut: it is found before a wrong byte is handed out. */
class BitFlipTest {

    private static final byte[] PLAIN = Samples.text(600, 9);

    private final MemoryBackend backend = new MemoryBackend();
    private final BackendRepository repository = new BackendRepository("main", backend);

    @BeforeEach
    void storeASnapshot() throws Exception {
        StoreKey key = StoreKey.random(new SecureRandom());
        Samples.wrap(repository, key);
        MemoryStaging staging = new MemoryStaging();
        try (SnapshotWriter writer = SnapshotWriter.open(
                STORE, snapshot(1), attempt(1), key, BaseIndex.none(), staging, WriterOptions.DEFAULT)) {
            try (OutputStream out = writer.stream("data")) {
                out.write(PLAIN);
            }
            SealedSnapshot sealed = writer.seal(Samples.facts(snapshot(1)));
            assertThat(new RepositoryProtocol(backend, InstantSource.fixed(Samples.NOW))
                            .commit(Samples.subject(snapshot(1)), Samples.content(attempt(1), sealed), staging))
                    .isInstanceOf(CommitDecider.Outcome.Won.class);
        }
        assertThat(outcome()).isEqualTo("whole");
    }

    @Test
    void everyFlippedByteIsFound() {
        int flips = 0;
        for (String object : objects()) {
            byte[] good = backend.bytes(object);
            for (int at = 0; at < good.length; at++) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << at % 8);
                backend.damage(object, bad);
                assertThat(outcome()).as("%s byte %d", object, at).isEqualTo("damaged");
                flips++;
            }
            backend.damage(object, good);
        }
        assertThat(flips).isGreaterThan(2_000);
        assertThat(outcome()).isEqualTo("whole");
    }

    @Test
    void everyMissingObjectIsFound() {
        for (String object : objects()) {
            byte[] good = backend.bytes(object);
            backend.damage(object, null);
            assertThat(outcome()).as(object).isEqualTo("damaged");
            backend.damage(object, good);
        }
    }

    @Test
    void everyTruncationIsFound() {
        forEveryLength(length -> good -> Arrays.copyOf(good, length));
    }

    @Test
    void appendedAndZeroedBytesAreFound() {
        for (String object : objects()) {
            byte[] good = backend.bytes(object);
            backend.damage(object, Arrays.copyOf(good, good.length + 1));
            assertThat(outcome()).as(object + " longer").isEqualTo("damaged");
            backend.damage(object, new byte[good.length]);
            assertThat(outcome()).as(object + " zeroed").isEqualTo("damaged");
            backend.damage(object, good);
        }
    }

    private interface Cut {
        UnaryOperator<byte[]> to(int length);
    }

    private void forEveryLength(Cut cut) {
        for (String object : objects()) {
            byte[] good = backend.bytes(object);
            for (int length = 0; length < good.length; length += 1 + good.length / 97) {
                backend.damage(object, cut.to(length).apply(good));
                assertThat(outcome()).as("%s cut to %d", object, length).isEqualTo("damaged");
            }
            backend.damage(object, good);
        }
    }

    /** All that the snapshot needs; the recovery key's wrap is not read with the service key. */
    private List<String> objects() {
        return backend.keys().stream()
                .filter(key -> !key.endsWith(Samples.RECOVERY.recipient().id()))
                .toList();
    }

    /** Opens, verifies and reads all; a wrong byte handed out is an error of its own. */
    private String outcome() {
        ByteArrayOutputStream handedOut = new ByteArrayOutputStream();
        try {
            Decision decision = repository.decision(STORE, snapshot(1)).orElse(null);
            if (decision == null) {
                return "damaged"; // no decision, no snapshot
            }
            try (SnapshotReader reader = SnapshotReader.open(repository, decision, RING);
                    InputStream in = reader.stream("data")) {
                byte[] buffer = new byte[100];
                for (int got; (got = in.read(buffer)) > 0; ) {
                    handedOut.write(buffer, 0, got);
                }
                reader.verifyAll(bytes -> {});
            }
            return Arrays.equals(handedOut.toByteArray(), PLAIN) ? "whole" : "wrong bytes";
        } catch (DamagedSnapshotException | WrongKeyException e) {
            return prefixOfPlain(handedOut) ? "damaged" : "wrong bytes";
        } catch (IOException e) {
            return e.getCause() instanceof DamagedSnapshotException && prefixOfPlain(handedOut)
                    ? "damaged"
                    : "unexpected " + e;
        } catch (Exception e) {
            return "unexpected " + e;
        }
    }

    private static boolean prefixOfPlain(ByteArrayOutputStream handedOut) {
        byte[] bytes = handedOut.toByteArray();
        return bytes.length <= PLAIN.length && Arrays.equals(bytes, 0, bytes.length, PLAIN, 0, bytes.length);
    }
}
