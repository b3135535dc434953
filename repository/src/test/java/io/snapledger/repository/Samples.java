package io.snapledger.repository;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.snapledger.events.ExternalPart;
import io.snapledger.events.NotIncluded;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.repository.format.ManifestFacts;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.KeyWrap;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.write.SealedSnapshot;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Values that tests share. */
public final class Samples {

    public static final StoreName STORE = new StoreName("shop");
    public static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");
    public static final Instant NOW = Instant.parse("2026-11-21T00:10:00Z");
    public static final RecipientKey SERVICE = RecipientKey.generate(new SecureRandom());
    public static final RecipientKey RECOVERY = RecipientKey.generate(new SecureRandom());
    public static final KeyRing RING = new KeyRing(List.of(SERVICE));

    private Samples() {}

    /** The n-th snapshot, a day after the one before. */
    public static SnapshotId snapshot(int n) {
        return new SnapshotId(String.format("202611%02dt000000z-abcdefghij-klmnop", n));
    }

    public static AttemptId attempt(int n) {
        return AttemptId.of(n, 0x0123456789abcdefL + n);
    }

    public static Decision.Subject subject(SnapshotId snapshot) {
        return new Decision.Subject("installation-1", order(snapshot));
    }

    public static SnapshotOrder order(SnapshotId snapshot) {
        return new SnapshotOrder(
                snapshot.backup(),
                snapshot.value(),
                "nightly",
                STORE.value(),
                "files",
                List.of("main"),
                List.of("shop", "config"),
                DUE,
                "r-undone");
    }

    public static ManifestFacts facts(SnapshotId snapshot) {
        return new ManifestFacts(
                "installation-1",
                order(snapshot),
                DUE.plusSeconds(1),
                DUE.plusSeconds(60),
                "tar 1.34",
                "",
                "0.1.0",
                3,
                "3 objects, 4711 the time before",
                List.of(new ExternalPart("part", "elsewhere", "p-1", 7)),
                List.of(
                        new NotIncluded("sockets", "they hold no data", NotIncluded.Cause.INHERENT, 1),
                        new NotIncluded("locked", "it cannot be read", NotIncluded.Cause.MISSED, 2)),
                List.of(),
                JsonNodeFactory.instance.objectNode().put("files", 3));
    }

    public static SealedContent content(AttemptId attempt, SealedSnapshot sealed) {
        return new SealedContent(
                attempt.toString(),
                sealed.epoch(),
                sealed.manifest(),
                sealed.segmentList(),
                sealed.owners(),
                List.of(new ExternalPart("part", "elsewhere", "p-1", 7)),
                sealed.segments(),
                sealed.bytesRead(),
                sealed.bytesStored(),
                3,
                2,
                "3 objects, 4711 the time before",
                "tar 1.34",
                "",
                DUE.plusSeconds(1),
                DUE.plusSeconds(60));
    }

    /** Puts the wraps of a data key into a repository. */
    public static void wrap(SnapshotRepository repository, StoreKey key) {
        repository.addWrappedKey(KeyWrap.wrap(STORE, key, SERVICE.recipient()));
        repository.addWrappedKey(KeyWrap.wrap(STORE, key, RECOVERY.recipient()));
    }

    /** Text that zstd shrinks to about a third. */
    public static byte[] text(int length, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(length + 64);
        while (text.length() < length) {
            text.append(random.nextInt(1_000_000))
                    .append("\tcustomer-")
                    .append(random.nextInt(5000))
                    .append("\tsome note about the order\t")
                    .append(random.nextInt(100))
                    .append('\n');
        }
        return text.substring(0, length).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    public static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
