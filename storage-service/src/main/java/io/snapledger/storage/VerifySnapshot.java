package io.snapledger.storage;

import io.snapledger.events.SealedContent;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.format.Sha256;
import io.snapledger.repository.protocol.PinnedRead;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads every segment that a snapshot needs, those of its owners included, and compares length and SHA-256 with its list; needs no
 * key. The snapshot is pinned meanwhile, so that nobody deletes what is being read.
 */
public final class VerifySnapshot {

    private static final int BUFFER = 256 << 10;
    private static final Duration DEADLINE = Duration.ofHours(24);

    private final Repositories repositories;
    private final Answers answers;
    private final InstantSource clock;

    public VerifySnapshot(Repositories repositories, Answers answers, InstantSource clock) {
        this.repositories = repositories;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * Reads a snapshot back and publishes the result.
     *
     * @return empty if there is no such snapshot that could be restored
     */
    public Optional<Verification> verify(String repositoryName, StoreName store, SnapshotId snapshot) {
        OpenRepository repository = repositories.require(repositoryName);
        PinHolder holder = PinHolder.restore("verify-" + UUID.randomUUID());
        Pin pin = new Pin(snapshot, holder, clock.instant().plus(DEADLINE));
        Optional<Decision> decision = PinnedRead.begin(repository.objects(), store, pin);
        try {
            return decision.map(found -> verify(repository, found));
        } finally {
            if (decision.isPresent()) {
                repository.objects().unpin(snapshot, holder);
            }
        }
    }

    private Verification verify(OpenRepository repository, Decision decision) {
        String snapshot = decision.subject().snapshot().value();
        int segments = 0;
        long bytes = 0;
        try {
            for (SegmentList.Located segment : list(repository, decision).all()) {
                verify(repository, segment);
                segments++;
                bytes += segment.length();
            }
        } catch (DamagedSnapshotException e) {
            answers.damaged(repository.name(), decision, e.object(), e.getMessage());
            return new Verification(
                    snapshot, repository.name(), "damaged", segments, bytes, e.object(), e.getMessage());
        }
        Instant now = clock.instant();
        answers.verified(repository.name(), decision, now);
        return new Verification(snapshot, repository.name(), "verified", segments, bytes, "", "");
    }

    private static SegmentList list(OpenRepository repository, Decision decision) {
        Decision.Subject subject = decision.subject();
        SealedContent content = decision.content();
        String key = RepositoryLayout.segmentList(subject.store(), subject.snapshot(), AttemptId.of(content));
        byte[] bytes;
        try {
            bytes = repository.objects().segmentList(subject.store(), subject.snapshot(), AttemptId.of(content));
        } catch (ObjectMissingException e) {
            throw new DamagedSnapshotException(key, content.segmentList().length() + " bytes", "no object", e);
        }
        requireEqual(key, content.segmentList().sha256(), Sha256.hex(bytes));
        return SegmentList.read(key, bytes);
    }

    private static void verify(OpenRepository repository, SegmentList.Located segment) {
        String key = RepositoryLayout.segment(segment.id());
        MessageDigest sha256 = sha256();
        long length = 0;
        // One byte more than listed, so that a longer object shows.
        try (InputStream in = repository.objects().segment(segment.id(), 0, segment.length() + 1)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
                length += read;
            }
        } catch (ObjectMissingException e) {
            throw new DamagedSnapshotException(key, segment.length() + " bytes", "no object", e);
        } catch (IOException e) {
            throw new RepositoryException.Transient("repository-io", "cannot read " + key + ": " + e.getMessage(), e);
        }
        requireEqual(key, segment.length() + " bytes", length + " bytes");
        requireEqual(key, segment.sha256(), HexFormat.of().formatHex(sha256.digest()));
    }

    private static void requireEqual(String key, String expected, String found) {
        if (!expected.equals(found)) {
            throw new DamagedSnapshotException(key, expected, found);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
