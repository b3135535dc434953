package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        sortOptions = false,
        description = "Stops a backup; what has been committed by then stays.",
        footer = {"", "Example:", "  snapledger backup cancel 20261121t000000z-abcdefghij --reason 'maintenance'"})
final class BackupCancel implements Runnable {

    private final Session session;

    @Parameters(paramLabel = "BACKUP", description = "Its id.")
    private String backup;

    @Option(names = "--reason", paramLabel = "WORDS", description = "Why; kept in the ledger.")
    private String reason;

    BackupCancel(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        ObjectNode body = Json.object();
        body.put("requestedBy", Person.name());
        if (reason != null) {
            body.put("reason", reason);
        }
        JsonNode accepted =
                Cancelling.ask(session.services(), Service.SCHEDULER, "/api/backups/" + Query.segment(backup), body);
        session.output().one(accepted, backup, page -> page.line("Backup " + backup + " is told to stop.")
                .line("Next: snapledger backup get " + backup));
    }
}
