package io.snapledger.cli.cold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.Reasons;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.directory.DirectoryBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A repository read directly; nothing is ever written to it. */
public final class ColdRepository implements AutoCloseable {

    private final DirectoryBackend backend;
    private final BackendRepository repository;

    private ColdRepository(DirectoryBackend backend, BackendRepository repository) {
        this.backend = backend;
        this.repository = repository;
    }

    static ColdRepository open(Path directory) {
        try {
            DirectoryBackend backend = DirectoryBackend.open(directory, false);
            BackendRepository repository = new BackendRepository(directory.toString(), backend);
            repository.info();
            return new ColdRepository(backend, repository);
        } catch (RepositoryException e) {
            throw failure(e);
        }
    }

    public SnapshotRepository repository() {
        return repository;
    }

    /** Every decision, the newest backup first. */
    public List<Decision> decisions() {
        return decisions(repository, DecisionFilter.ALL);
    }

    private static List<Decision> decisions(SnapshotRepository repository, DecisionFilter filter) {
        try {
            return repository.decisions(filter);
        } catch (RepositoryException e) {
            throw failure(e);
        }
    }

    /** The decision of a snapshot. */
    public Decision decision(String snapshot) {
        return decision(repository, snapshot);
    }

    /** The decision of a snapshot, in any repository. */
    public static Decision decision(SnapshotRepository repository, String snapshot) {
        return decisions(repository, DecisionFilter.ofBackup(backup(snapshot))).stream()
                .filter(decision -> decision.subject().snapshot().value().equals(snapshot))
                .findFirst()
                .orElseThrow(() -> new CliException(
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
    public List<JsonNode> snapshots() {
        return decisions().stream().map(ColdRepository::row).toList();
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
        Decision.Content content = decision.content();
        if (content != null) {
            row.put("bytesRead", content.bytesRead());
            row.put("bytesStored", content.bytesStored());
            row.put("toolVersion", content.toolVersion());
            row.put("serverVersion", content.serverVersion());
        }
        return row;
    }

    static CliException failure(RepositoryException e) {
        Exit exit = Reasons.exit(e.code());
        boolean mayPass = e instanceof RepositoryException.Transient;
        return new CliException(exit == Exit.FAILED && mayPass ? Exit.UNREACHABLE : exit, e.code(), e.getMessage(), e);
    }

    @Override
    public void close() {
        backend.close();
    }
}
