package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.cold.ColdConfiguration;
import io.snapledger.cli.cold.ColdOptions;
import io.snapledger.cli.cold.ColdRepository;
import io.snapledger.cli.cold.ColdRestore;
import io.snapledger.cli.cold.ColdSelection;
import io.snapledger.cli.cold.StreamFiles;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.ProgressLine;
import io.snapledger.events.RestorePlanned;
import io.snapledger.repository.Decision;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.restore.PlannedRestores;
import io.snapledger.restore.RestoreWish;
import io.snapledger.restore.SnapshotSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Restores through the services, or, with {@code --from}, straight from a repository. */
@Command(
        name = "restore",
        sortOptions = false,
        description = {
            "Restores, and shows restores.",
            "With --from it needs a repository and a key alone: no Kafka, no catalog, no service."
        },
        subcommands = {RestoreCreate.class, RestoreList.class, RestoreGet.class, RestoreCancel.class},
        footer = {
            "",
            "Examples:",
            "  snapledger restore create --from latest --dry-run",
            "  snapledger restore --from /mnt/repository --key recovery-key --dry-run",
            "  snapledger restore --from /mnt/repository --key recovery-key \\",
            "      --store project --to project=/srv/project",
            "  snapledger restore --from /mnt/repository --key recovery-key \\",
            "      --store project --only docs/a.txt --overwrite --skip-safety-snapshot",
            "  snapledger restore --from /mnt/repository --key recovery-key \\",
            "      --as-files /tmp/files"
        })
final class RestoreCommand implements Callable<Integer> {

    private static final List<Column> FILES = List.of(
            Column.text("STORE", "store"),
            Column.text("STREAM", "name"),
            Column.bytes("SIZE", "bytes"),
            Column.text("SHA-256", "sha256"),
            Column.text("FILE", "file"));

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ColdOptions cold;

    @Mixin
    private ColdSelection selection;

    @Mixin
    private RestoreTargets targets;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The services' configuration, for stores to restore into.")
    private Path config;

    @Option(
            names = "--as-files",
            paramLabel = "DIRECTORY",
            description = "Writes plain files for the stores' own tools instead.")
    private Path asFiles;

    @Option(names = "--overwrite", description = "Replaces what a target holds.")
    private boolean overwrite;

    @Option(
            names = "--skip-safety-snapshot",
            description = "Goes without the snapshot of a target before it is replaced.")
    private boolean skipSafetySnapshot;

    @Option(names = "--dry-run", description = "Touches nothing; exit code 10 if something would block it.")
    private boolean dryRun;

    RestoreCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (!cold.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a command is missing after 'snapledger restore': one of create, list, get, cancel; or --from REPOSITORY");
        }
        if (asFiles != null && !targets.paths.isEmpty()) {
            throw CliException.usage("--as-files writes whole streams, no single paths; HINT: leave --only out");
        }
        KeyRing keys = cold.ring(session.surroundings());
        try (ColdRepository repository = cold.open(session.surroundings())) {
            session.say(
                    "Note: a cold restore does not pin what it reads; should somebody delete it meanwhile, it stops.");
            return asFiles == null ? restore(repository, keys) : files(repository, keys);
        }
    }

    private int restore(ColdRepository repository, KeyRing keys) {
        SnapshotSelection wanted = selection.wanted(targets::stores);
        RestoreWish wish =
                new RestoreWish(wanted, null, targets.byStore(wanted.stores()), overwrite, skipSafetySnapshot);
        try (ColdRestore restore = ColdRestore.with(
                repository,
                keys,
                config == null
                        ? ColdConfiguration.noStores()
                        : ColdConfiguration.stores(config, session.surroundings()),
                cold.own(session.surroundings()),
                session.surroundings().clock())) {
            PlannedRestores planned = restore.plan(wish);
            ObjectNode plan = (ObjectNode) Json.tree(
                    new RestorePlanned("cold", !dryRun, planned.inEvent(), planned.blockers(), planned.warnings()));
            if (dryRun || !planned.blockers().isEmpty()) {
                RestoreReport report = dryRun ? RestoreReport.planned(plan) : RestoreReport.refused(plan);
                session.output().one(report.document(), report.name(), report::show);
                return report.exit().code();
            }
            RestoreReport report = RestoreReport.cold(plan, run(restore, planned, wish));
            session.output().one(report.document(), report.name(), report::show);
            return Exit.DONE.code();
        }
    }

    private List<JsonNode> run(ColdRestore restore, PlannedRestores planned, RestoreWish wish) {
        try (ProgressLine progress = new ProgressLine(
                session.surroundings().err(), session.surroundings().errIsTerminal(), session.output())) {
            return restore.run(planned, wish, progress);
        }
    }

    private int files(ColdRepository repository, KeyRing keys) {
        List<JsonNode> written = new ArrayList<>();
        for (Decision decision : selection.among(
                repository, session.surroundings().clock().instant(), new UnreadableDecisions(session)::add)) {
            String store = decision.subject().store().value();
            try (StreamFiles files = StreamFiles.open(repository.repository(), decision, keys)) {
                if (dryRun) {
                    files.names()
                            .forEach(name -> written.add(Json.object()
                                    .put("store", store)
                                    .put("name", name)
                                    .put(
                                            "file",
                                            asFiles.resolve(store).resolve(name).toString())));
                } else {
                    files.writeAll(asFiles.resolve(store)).forEach(file -> written.add(file.put("store", store)));
                }
            }
        }
        session.output().list(written, row -> Json.text(row, "file"), FILES, "No streams.");
        return Exit.DONE.code();
    }
}
