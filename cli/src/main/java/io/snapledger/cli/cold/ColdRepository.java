package io.snapledger.cli.cold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.output.Json;
import io.snapledger.events.SealedContent;
import io.snapledger.repository.BackendContext;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryKinds;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.repository.retrying.RetryPolicy;
import io.snapledger.repository.retrying.RetryingBackend;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A repository read directly; nothing is ever written to it. */
public final class ColdRepository implements AutoCloseable {

    private final RepositoryBackend backend;
    private final BackendRepository repository;

    private ColdRepository(RepositoryBackend backend, BackendRepository repository) {
        this.backend = backend;
        this.repository = repository;
    }

    static ColdRepository open(RepositoryKinds.Address address, InstantSource clock) {
        try {
            RepositoryBackend backend = new RetryingBackend(
                    address.open(BackendContext.reading(clock)),
                    RetryPolicy.STANDARD,
                    new SecureRandom(),
                    RetryingBackend.Sleeper.REAL);
            return opened(backend, new BackendRepository(address.toString(), backend));
        } catch (RepositoryException e) {
            throw failure(e);
        } catch (IllegalArgumentException e) {
            throw new CliException(Exit.USAGE, "usage", e.getMessage(), e);
        }
    }

    private static ColdRepository opened(RepositoryBackend backend, BackendRepository repository) {
        try {
            repository.info();
            return new ColdRepository(backend, repository);
        } catch (RepositoryException e) {
            backend.close();
            throw e;
        }
    }

    public SnapshotRepository repository() {
        return repository;
    }

    /**
     * Every decision that can be read, the newest backup first.
     *
     * @param unreadable told each of the others, and what is no decision
     */
    public List<Decision> decisions(Consumer<UnreadableDecision> unreadable) {
        return decisions(repository, DecisionFilter.ALL, unreadable);
    }

    private static List<Decision> decisions(
            SnapshotRepository repository, DecisionFilter filter, Consumer<UnreadableDecision> unreadable) {
        try {
            return repository.decisions(filter, unreadable);
        } catch (RepositoryException e) {
            throw failure(e);
        }
    }

    /** Every decision of a store that can be read, in any repository, the newest backup first. */
    public static List<Decision> ofStore(
            SnapshotRepository repository, StoreName store, Consumer<UnreadableDecision> unreadable) {
        return decisions(repository, DecisionFilter.ofStore(store), unreadable);
    }

    /** The decision of a snapshot. */
    public Decision decision(String snapshot) {
        return decision(repository, snapshot);
    }

    /** The decision of a snapshot, in any repository. */
    public static Decision decision(SnapshotRepository repository, String snapshot) {
        List<UnreadableDecision> unreadable = new ArrayList<>();
        Optional<Decision> found =
                decisions(repository, DecisionFilter.ofBackup(backup(snapshot)), unreadable::add).stream()
                        .filter(decision ->
                                decision.subject().snapshot().value().equals(snapshot))
                        .findFirst();
        unreadable.stream()
                .filter(one -> found.isEmpty() && one.snapshot().equals(snapshot))
                .findFirst()
                .ifPresent(one -> {
                    throw new CliException(Exit.DAMAGED, one.code(), one.message());
                });
        return found.orElseThrow(() -> new CliException(
                Exit.NOT_FOUND,
                "not-found",
                "no snapshot " + snapshot + " in " + repository.name() + "; HINT: snapledger snapshot list"));
    }

    /** A snapshot's id is that of its backup and a further part. */
    private static String backup(String snapshot) {
        int end = snapshot.lastIndexOf('-');
        return end < 0 ? snapshot : snapshot.substring(0, end);
    }

    /** Every snapshot as the catalog would show it. */
    public List<JsonNode> snapshots(Consumer<UnreadableDecision> unreadable) {
        return decisions(unreadable).stream().map(ColdRepository::row).toList();
    }

    private static JsonNode row(Decision decision) {
        Decision.Subject subject = decision.subject();
        ObjectNode row = Json.object();
        row.put("id", subject.snapshot().value());
        row.put("backup", subject.backup());
        row.put("plan", subject.plan());
        row.put("store", subject.store().value());
        row.put("kind", subject.kind());
        row.put("dueAt", subject.dueAt().toString());
        row.put("state", decision.state().name().toLowerCase(Locale.ROOT));
        if (subject.isSafety()) {
            row.put("safetyFor", subject.safetyFor());
        }
        SealedContent content = decision.content();
        if (content != null) {
            row.put("bytesRead", content.bytesRead());
            row.put("bytesStored", content.bytesStored());
            row.put("missed", content.missed());
            row.put("suspect", content.suspect());
            row.put("toolVersion", content.toolVersion());
            row.put("serverVersion", content.serverVersion());
        }
        return row;
    }

    static CliException failure(RepositoryException e) {
        Exit exit = Exit.of(e.code());
        boolean mayPass = e instanceof RepositoryException.Transient;
        return new CliException(exit == Exit.FAILED && mayPass ? Exit.UNREACHABLE : exit, e.code(), e.getMessage(), e);
    }

    @Override
    public void close() {
        backend.close();
    }
}
