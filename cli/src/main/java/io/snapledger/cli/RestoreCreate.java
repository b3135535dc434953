package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        sortOptions = false,
        description = "Restores a backup, chosen stores of it, or one snapshot; with --dry-run only says what it "
                + "would do.",
        footer = {
            "",
            "Examples:",
            "  snapledger restore create --from latest --dry-run",
            "  snapledger restore create --from latest --store project \\",
            "      --to project=/tmp/project --wait",
            "  snapledger restore create --from 21-11-2026-00-00-00 --store shop \\",
            "      --set shop.rename-suffix=_restored --wait",
            "  snapledger restore create --from 20261121t000000z-abcdefghij --overwrite \\",
            "      --wait",
            "  snapledger restore create --from latest --store project \\",
            "      --only docs/a.txt --overwrite --wait",
            "",
            "A target that holds data is replaced with --overwrite alone, after a safety",
            "snapshot of it."
        })
final class RestoreCreate implements Callable<Integer> {

    private final Session session;

    @Option(
            names = {"--from", "--at"},
            required = true,
            paramLabel = "WHICH",
            description = "A backup id, a snapshot id, latest, a time (the newest backup not after it), or "
                    + "DD-MM-YYYY-hh-mm-ss in UTC.")
    private String from;

    @Option(names = "--plan", paramLabel = "PLAN", description = "Only backups of this plan.")
    private String plan;

    @Option(names = "--store", paramLabel = "STORE", description = "Only this store; may be repeated.")
    private List<String> stores = new ArrayList<>();

    @Option(names = "--kind", paramLabel = "KIND", description = "Only stores of this kind; may be repeated.")
    private List<String> kinds = new ArrayList<>();

    @Option(
            names = "--repository",
            paramLabel = "NAME",
            description = "From this repository (default: the first that has it).")
    private String repository;

    @Mixin
    private RestoreTargets targets;

    @Option(names = "--overwrite", description = "Replaces what a target holds.")
    private boolean overwrite;

    @Option(
            names = "--skip-safety-snapshot",
            description = "Goes without the snapshot of a target before it is replaced.")
    private boolean skipSafetySnapshot;

    @Option(names = "--dry-run", description = "Touches nothing; exit code 10 if something would block it.")
    private boolean dryRun;

    @Mixin
    private WaitOptions waiting;

    RestoreCreate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        waiting.check();
        return dryRun ? plan() : execute();
    }

    private int plan() {
        JsonNode planned = session.services().post(Service.RESTORE, "/api/restores/plan", request(), Services.LATER);
        RestoreReport report = RestoreReport.planned(planned);
        session.output().one(report.document(), report.name(), report::show);
        return report.exit().code();
    }

    private int execute() {
        JsonNode accepted = session.services().post(Service.RESTORE, "/api/restores", request(), Services.SOON);
        String restore = Json.text(accepted, "restore");
        if (waiting.wait) {
            return new RestoreWait(session).until(restore, waiting.timeout);
        }
        session.output().one(accepted, restore, page -> page.line("Restore " + restore + " has begun.")
                .line("Next: snapledger restore get " + restore));
        return Exit.DONE.code();
    }

    private ObjectNode request() {
        ObjectNode body = Json.object();
        body.put("from", from);
        body.put("plan", plan);
        targets.stores(stores).forEach(body.putArray("stores")::add);
        kinds.forEach(body.putArray("kinds")::add);
        body.put("repository", repository);
        body.set("targets", targets.json(stores));
        body.put("dryRun", dryRun);
        body.put("overwrite", overwrite);
        body.put("skipSafetySnapshot", skipSafetySnapshot);
        body.put("requestedBy", Person.name());
        body.put("idempotencyKey", UUID.randomUUID().toString());
        return body;
    }
}
