package io.snapledger.repository.read;

import io.snapledger.events.ManifestReference;
import io.snapledger.events.SealedContent;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.format.ManifestCodec;
import io.snapledger.repository.format.ManifestFacts;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.format.Sha256;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Segment list and manifest of a snapshot, each verified against the decision and against each other.
 *
 * @param list every segment it needs
 * @param manifest what they hold
 */
public record SnapshotDescription(SegmentList list, Manifest manifest) {

    /**
     * Reads and verifies both.
     *
     * @throws DamagedSnapshotException if one is not what the decision says
     */
    public static SnapshotDescription read(SnapshotRepository repository, Decision decision, StoreKey key) {
        SealedContent content = decision.content();
        if (content == null) {
            throw new IllegalArgumentException(
                    "snapshot " + decision.subject().snapshot() + " is " + decision.state() + " and holds nothing");
        }
        SegmentList list = readList(repository, decision.subject(), content);
        Manifest manifest = readManifest(repository, decision.subject(), content, list, key);
        requireAgreement(decision, list, manifest);
        return new SnapshotDescription(list, manifest);
    }

    /** Reads and verifies the segment list alone, which needs no key. */
    public static SegmentList readList(SnapshotRepository repository, Decision.Subject subject, SealedContent content) {
        String path = RepositoryLayout.segmentList(subject.store(), subject.snapshot(), AttemptId.of(content));
        byte[] bytes;
        try {
            bytes = repository.segmentList(subject.store(), subject.snapshot(), AttemptId.of(content));
        } catch (ObjectMissingException e) {
            throw new DamagedSnapshotException(path, "a segment list", "no object", e);
        }
        requireEqual(path, "length", content.segmentList().length(), (long) bytes.length);
        requireEqual(path, "sha256", content.segmentList().sha256(), Sha256.hex(bytes));
        SegmentList list = SegmentList.read(path, bytes);
        requireEqual(path, "store", subject.store(), list.store());
        requireEqual(path, "snapshot", subject.snapshot(), list.snapshot());
        requireEqual(path, "attempt", AttemptId.of(content), list.attempt());
        requireEqual(path, "number of segments", content.segments(), list.own().size());
        requireEqual(path, "owners", content.owners(), list.owners());
        return list;
    }

    private static Manifest readManifest(
            SnapshotRepository repository,
            Decision.Subject subject,
            SealedContent content,
            SegmentList list,
            StoreKey key) {
        ManifestReference reference = content.manifest();
        String path = RepositoryLayout.segmentsOf(subject.store(), subject.snapshot(), AttemptId.of(content));
        requireEqual(path, "last segment", list.own().size(), reference.first() + reference.count() - 1);
        MessageDigest digest = Sha256.digest();
        long length = 0;
        for (SegmentList.Entry entry :
                list.own().subList(reference.first() - 1, list.own().size())) {
            SegmentId id = new SegmentId(subject.store(), subject.snapshot(), AttemptId.of(content), entry.number());
            SegmentPass.digest(repository, id, entry.length(), entry.sha256(), digest);
            length += entry.length();
        }
        requireEqual(path, "length of the manifest", reference.length(), length);
        requireEqual(path, "sha256 of the manifest", reference.sha256(), Sha256.hex(digest));
        try (InputStream text = new ManifestInput(repository, subject, content, list, key)) {
            return ManifestCodec.read(path + reference.first(), text);
        } catch (IOException e) {
            if (e.getCause() instanceof DamagedSnapshotException damaged) {
                throw damaged;
            }
            throw new UncheckedIOException(e);
        }
    }

    /** The decision is plain and anybody could have written it; the manifest is sealed. */
    private static void requireAgreement(Decision decision, SegmentList list, Manifest manifest) {
        Decision.Subject subject = decision.subject();
        SealedContent content = decision.content();
        String path = RepositoryLayout.decision(subject.store(), subject.snapshot());
        ManifestFacts facts = manifest.facts();
        requireEqual(path, "installation", facts.installation(), subject.installation());
        requireEqual(path, "order", facts.order(), subject.order());
        requireEqual(path, "attempt", manifest.attempt().toString(), content.attempt());
        requireEqual(path, "epoch", manifest.epoch(), content.epoch());
        requireEqual(path, "startedAt", facts.startedAt(), content.startedAt());
        requireEqual(path, "sealedAt", facts.sealedAt(), content.sealedAt());
        requireEqual(path, "toolVersion", facts.toolVersion(), content.toolVersion());
        requireEqual(path, "serverVersion", facts.serverVersion(), content.serverVersion());
        requireEqual(path, "objects", facts.objects(), content.objects());
        requireEqual(path, "missed", facts.missed(), content.missed());
        requireEqual(path, "suspect", facts.suspect(), content.suspect());
        requireEqual(path, "external", facts.external(), content.external());
        long bytes =
                manifest.streams().stream().mapToLong(Manifest.Stream::bytes).sum();
        requireEqual(path, "bytesRead", bytes, content.bytesRead());
        requireEqual(path, "owners", manifest.owners(), list.owners());
        long stored = list.own().stream().mapToLong(SegmentList.Entry::length).sum();
        requireEqual(path, "bytesStored", stored, content.bytesStored());
    }

    private static void requireEqual(String path, String what, Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            throw new DamagedSnapshotException(path, what + " " + expected, String.valueOf(found));
        }
    }
}
