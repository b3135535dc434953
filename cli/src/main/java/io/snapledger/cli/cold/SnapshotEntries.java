package io.snapledger.cli.cold;

import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.restore.RestoreFailure;
import io.snapledger.restore.SnapshotListing;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/** Lists what snapshots of a repository hold. */
public final class SnapshotEntries implements AutoCloseable {

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

    /**
     * Lists a snapshot in the order of its paths.
     *
     * @throws CliException not found, wrong key or damaged
     */
    public void list(String snapshot, Consumer<SnapshotEntry> entries) {
        list(ColdRepository.decision(repository, snapshot), entries);
    }

    /** @throws CliException wrong key or damaged */
    public void list(Decision decision, Consumer<SnapshotEntry> entries) {
        try {
            listing.list(repository, decision, entries);
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
