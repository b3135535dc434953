package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        sortOptions = false,
        description = "Makes a backup now: of a whole plan, of chosen stores, or of stores of a kind.",
        footer = {
            "",
            "Examples:",
            "  snapledger backup create --wait",
            "  snapledger backup create --plan nightly --store shop --store config --wait \\",
            "      --timeout 30m",
            "  snapledger backup create --kind postgresql --repository main --wait -o yaml",
            "  snapledger backup create --exclude-store archive --wait",
            "",
            "A backup without some of the plan's stores says so, and does not count as the",
            "plan's last complete backup.",
            "With --wait the exit code is 0 for complete, 3 for partial, 1 for failed, 9 if",
            "--timeout has passed."
        })
final class BackupCreate implements Callable<Integer> {

    private final Session session;

    @Option(names = "--plan", paramLabel = "PLAN", description = "The plan; may be left out where there is only one.")
    private String plan;

    @Option(names = "--store", paramLabel = "STORE", description = "Only this store of the plan; may be repeated.")
    private List<String> stores = new ArrayList<>();

    @Option(names = "--kind", paramLabel = "KIND", description = "Only stores of this kind; may be repeated.")
    private List<String> kinds = new ArrayList<>();

    @Option(
            names = "--exclude-store",
            paramLabel = "STORE",
            description = "Not this store of the plan; may be repeated.")
    private List<String> excluded = new ArrayList<>();

    @Option(names = "--repository", paramLabel = "NAME", description = "Into this repository instead of the plan's.")
    private String repository;

    @Option(names = "--all", description = "Every store of the plan, which is also the default.")
    private boolean all;

    @Mixin
    private WaitOptions waiting;

    BackupCreate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        waiting.check();
        if (all && !(stores.isEmpty() && kinds.isEmpty() && excluded.isEmpty())) {
            throw CliException.usage("--all contradicts --store, --kind and --exclude-store; HINT: leave one out");
        }
        JsonNode accepted = session.services().post(Service.SCHEDULER, "/api/backups", request(), Services.SOON);
        String backup = Json.text(accepted, "backup");
        if (waiting.wait) {
            return new BackupWait(session).until(backup, waiting.timeout);
        }
        List<String> leftOut = Json.texts(accepted, "leftOut");
        String without = leftOut.isEmpty() ? "" : ", without " + String.join(", ", leftOut);
        session.output().one(accepted, backup, page -> page.line("Backup " + backup + " has begun" + without + ".")
                .line("Next: snapledger backup get " + backup));
        return Exit.DONE.code();
    }

    private ObjectNode request() {
        ObjectNode body = Json.object();
        body.put("plan", plan);
        stores.forEach(body.putArray("stores")::add);
        kinds.forEach(body.putArray("kinds")::add);
        excluded.forEach(body.putArray("excludeStores")::add);
        body.put("repository", repository);
        body.put("requestedBy", Person.name());
        return body;
    }
}
