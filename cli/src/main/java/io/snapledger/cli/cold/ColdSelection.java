package io.snapledger.cli.cold;

import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.restore.DecisionReading;
import io.snapledger.restore.RestoreFailure;
import io.snapledger.restore.SnapshotSelection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Which snapshots of a repository are meant. */
public final class ColdSelection {

    @Option(
            names = {"--backup", "--snapshot", "--at"},
            paramLabel = "WHICH",
            defaultValue = "latest",
            description = {
                "A backup id, a snapshot id, a time, or DD-MM-YYYY-hh-mm-ss in UTC (default: ${DEFAULT-VALUE})."
            })
    private String which;

    @Option(names = "--plan", paramLabel = "PLAN", description = "Only backups of this plan.")
    private String plan;

    @Option(names = "--store", paramLabel = "STORE", description = "Only this store; may be repeated.")
    private List<String> stores = new ArrayList<>();

    @Option(names = "--kind", paramLabel = "KIND", description = "Only stores of this kind; may be repeated.")
    private List<String> kinds = new ArrayList<>();

    /** @param narrowed what becomes of the stores that are named, where other options narrow them down too */
    public SnapshotSelection wanted(UnaryOperator<List<String>> narrowed) {
        return new SnapshotSelection(which, plan, narrowed.apply(stores), kinds);
    }

    /**
     * Those that are meant.
     *
     * @param now what is dated later is never the latest
     * @param unreadable told of decisions that cannot be read, since they may be meant as well
     * @throws io.snapledger.cli.CliException not found or ambiguous
     */
    public List<Decision> among(ColdRepository repository, Instant now, Consumer<UnreadableDecision> unreadable) {
        SnapshotSelection wanted = wanted(UnaryOperator.identity());
        try {
            List<Decision> read = DecisionReading.of(repository.repository(), wanted, now, unreadable);
            return wanted.among(read, now).decisions();
        } catch (RestoreFailure e) {
            throw ColdRestore.failure(e);
        } catch (RepositoryException e) {
            throw ColdRepository.failure(e);
        }
    }
}
