package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        sortOptions = false,
        description = "Stops a restore; it then says whether its target was changed.",
        footer = {"", "Example:", "  snapledger restore cancel r-abcdefghijklmnop"})
final class RestoreCancel implements Runnable {

    private final Session session;

    @Parameters(paramLabel = "RESTORE", description = "Its id.")
    private String restore;

    RestoreCancel(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        JsonNode accepted =
                Cancelling.ask(session.services(), Service.RESTORE, "/api/restores/" + Query.segment(restore), null);
        session.output().one(accepted, restore, page -> page.line("Restore " + restore + " is told to stop.")
                .line("Next: snapledger restore get " + restore));
    }
}
