package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        aliases = "describe",
        sortOptions = false,
        description = "Shows a restore: its plan, how far it came, what it did.",
        footer = {"", "Example:", "  snapledger restore get r-abcdefghijklmnop -o yaml"})
final class RestoreGet implements Runnable {

    private final Session session;

    @Parameters(paramLabel = "RESTORE", description = "Its id.")
    private String restore;

    RestoreGet(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        JsonNode detail = session.services().get(Service.CATALOG, "/api/restores/" + Query.segment(restore));
        RestoreReport report = RestoreReport.of(detail, session);
        session.output().one(report.document(), report.name(), report::show);
    }
}
