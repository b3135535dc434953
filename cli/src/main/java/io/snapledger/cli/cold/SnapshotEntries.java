package io.snapledger.cli.cold;

import io.snapledger.cli.CliException;
import io.snapledger.cli.EntryLists;
import io.snapledger.cli.Exit;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.restore.RestoreFailure;
import io.snapledger.restore.SnapshotListing;
import io.snapledger.restore.Subtree;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** Lists what snapshots of a repository hold, opened here with a key. */
public final class SnapshotEntries implements EntryLists {

    private final SnapshotRepository repository;
    private final LocalCommandRunner commands;
    private final SnapshotListing listing;

    private SnapshotEntries(SnapshotRepository repository, LocalCommandRunner commands, SnapshotListing listing) {
        this.repository = repository;
        this.commands = commands;
        this.listing = listing;
    }

    public static SnapshotEntries of(SnapshotRepository repository, KeyRing keys, Clock clock) {
        try {
            LocalCommandRunner commands = new LocalCommandRunner(Path.of(System.getProperty("java.io.tmpdir")));
            StoreEngines engines = StoreEngines.load(new EngineContext(commands, clock));
            return new SnapshotEntries(repository, commands, new SnapshotListing(keys, engines));
        } catch (IOException e) {
            throw new CliException(
                    Exit.FAILED, "io", "cannot write to the directory for temporary files: " + e.getMessage(), e);
        }
    }

    @Override
    public List<String> ofStore(String store, Consumer<UnreadableDecision> unreadable) {
        return ColdRepository.ofStore(repository, new StoreName(store), unreadable).stream()
                .filter(decision -> decision.state().restorable())
                .map(decision -> decision.subject().snapshot().value())
                .toList();
    }

    @Override
    public void list(String snapshot, Subtree within, Consumer<SnapshotEntry> entries) {
        Decision decision = ColdRepository.decision(repository, snapshot);
        try {
            listing.list(repository, decision, entry -> {
                if (within.test(entry)) {
                    entries.accept(entry);
                }
            });
        } catch (RestoreFailure e) {
            throw ColdRestore.failure(e);
        } catch (InterruptedException e) {
            throw ColdRestore.interrupted(e);
        }
    }

    @Override
    public void close() {
        commands.close();
    }
}
