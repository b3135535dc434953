package io.snapledger.restore;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.Identities;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.keys.KeyWrap;
import io.snapledger.repository.keys.Recipient;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.SnapshotCommit;
import io.snapledger.repository.write.WriterOptions;
import io.snapledger.stores.SnapshotContent;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts snapshots of plan {@code nightly} into a repository, as dump-service and storage-service do. */
public final class StoredSnapshots {

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
        Decision.Subject subject = new Decision.Subject(
                "test",
                new SnapshotOrder(
                        backup(due),
                        snapshot.value(),
                        "nightly",
                        name.value(),
                        content.kind(),
                        List.of("main"),
                        all,
                        due,
                        null));
        try {
            SnapshotCommit.of(backend, subject, key, WriterOptions.DEFAULT, writer -> {
                for (Map.Entry<String, byte[]> stream : streams.entrySet()) {
                    try (OutputStream out = writer.stream(stream.getKey())) {
                        out.write(stream.getValue());
                    }
                }
                return new SnapshotCommit.Dumped(
                        content.toolVersion(), content.serverVersion(), new ObjectMapper().valueToTree(content));
            });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return repository.decision(name, snapshot).orElseThrow();
    }
}
