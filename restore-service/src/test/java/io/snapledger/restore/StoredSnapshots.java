package io.snapledger.restore;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.Identities;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.keys.KeyWrap;
import io.snapledger.repository.keys.Recipient;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.protocol.StagedSegments;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.ManifestFacts;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SegmentSink;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import io.snapledger.stores.SnapshotContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts snapshots of plan {@code nightly} into a repository, as dump-service and storage-service do. */
public final class StoredSnapshots {

    private static final AttemptId ATTEMPT = AttemptId.of(1, 7);

    private final RepositoryBackend backend;
    private final BackendRepository repository;
    private final List<Recipient> recipients;
    private final Map<String, StoreKey> dataKeys = new HashMap<>();

    /** @param recipients who can open them */
    public StoredSnapshots(RepositoryBackend backend, List<Recipient> recipients) {
        this.backend = backend;
        this.repository = new BackendRepository("main", backend);
        this.recipients = recipients;
    }

    static String backup(Instant due) {
        return Identities.scheduledBackup("test", "nightly", due);
    }

    /** @param backupStores all stores of the backup; none means this one */
    public Decision store(
            String store,
            Instant due,
            Map<String, byte[]> streams,
            SnapshotContent content,
            List<String> backupStores) {
        StoreName name = new StoreName(store);
        SnapshotId snapshot = new SnapshotId(Identities.snapshot(backup(due), "test", store));
        List<String> all = backupStores.isEmpty() ? List.of(store) : backupStores;
        StoreKey key = dataKeys.computeIfAbsent(store, any -> StoreKey.random(new SecureRandom()));
        recipients.forEach(recipient -> repository.addWrappedKey(KeyWrap.wrap(name, key, recipient)));
        Staging staging = new Staging();
        Decision.Subject subject =
                new Decision.Subject("test", name, snapshot, backup(due), "nightly", content.kind(), due, all);
        try (SnapshotWriter writer =
                SnapshotWriter.open(name, snapshot, ATTEMPT, key, BaseIndex.none(), staging, WriterOptions.DEFAULT)) {
            for (Map.Entry<String, byte[]> stream : streams.entrySet()) {
                try (OutputStream out = writer.stream(stream.getKey())) {
                    out.write(stream.getValue());
                }
            }
            SealedSnapshot sealed = writer.seal(facts(subject, content));
            CommitDecider.Outcome outcome = new RepositoryProtocol(backend, Clock.systemUTC())
                    .commit(subject, committed(sealed, content, due), staging);
            if (!(outcome instanceof CommitDecider.Outcome.Won)) {
                throw new AssertionError("not committed: " + outcome);
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return repository.decision(name, snapshot).orElseThrow();
    }

    private static ManifestFacts facts(Decision.Subject subject, SnapshotContent content) {
        return new ManifestFacts(
                "test",
                subject.backup(),
                "nightly",
                content.kind(),
                subject.dueAt(),
                subject.backupStores(),
                subject.dueAt(),
                subject.dueAt(),
                content.toolVersion(),
                content.serverVersion(),
                "test",
                List.of(),
                List.of(),
                Map.of(),
                new ObjectMapper().valueToTree(content));
    }

    private static Decision.Content committed(SealedSnapshot sealed, SnapshotContent content, Instant due) {
        return new Decision.Content(
                ATTEMPT,
                sealed.epoch(),
                sealed.manifest(),
                sealed.segmentList(),
                sealed.owners(),
                sealed.segments(),
                sealed.bytesRead(),
                sealed.bytesStored(),
                due,
                due,
                content.toolVersion(),
                content.serverVersion(),
                null);
    }

    /** A worker's staging in memory. */
    private static final class Staging implements SegmentSink, StagedSegments {
        private final Map<Integer, byte[]> segments = new TreeMap<>();
        private byte[] list;
        private ByteArrayOutputStream open;

        @Override
        public synchronized WritableByteChannel begin(int number) {
            open = new ByteArrayOutputStream();
            return Channels.newChannel(open);
        }

        @Override
        public synchronized void staged(int number, long length, String sha256) {
            segments.put(number, open.toByteArray());
        }

        @Override
        public synchronized void list(byte[] text, String sha256) {
            list = text;
        }

        @Override
        public synchronized Optional<ObjectSource> segment(SegmentId segment, long length, String sha256) {
            return Optional.of(ObjectSource.bytes(segments.get(segment.number())));
        }

        @Override
        public synchronized Optional<ObjectSource> list(SegmentId anyOfAttempt, long length, String sha256) {
            return Optional.of(ObjectSource.bytes(list));
        }
    }
}
