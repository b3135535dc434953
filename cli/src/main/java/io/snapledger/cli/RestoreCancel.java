package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;
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
        JsonNode accepted = session.services()
                .post(Service.RESTORE, "/api/restores/" + Query.segment(restore) + "/cancel", null, Services.SOON);
        session.output().one(accepted, restore, page -> page.line("Restore " + restore + " is told to stop.")
                .line("Next: snapledger restore get " + restore));
    }
}
