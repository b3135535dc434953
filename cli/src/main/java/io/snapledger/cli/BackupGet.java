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
        description = "Shows a backup store by store: sizes, digests, versions, what is not included, and how to "
                + "fetch it.",
        footer = {
            "",
            "Examples:",
            "  snapledger backup get 20261121t000000z-abcdefghij",
            "  snapledger backup get 21-11-2026-00-00-00 -o yaml"
        })
final class BackupGet implements Runnable {

    private final Session session;

    @Parameters(paramLabel = "BACKUP", description = "Its id, or its due time as DD-MM-YYYY-hh-mm-ss in UTC.")
    private String backup;

    BackupGet(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        JsonNode detail = session.services().get(Service.CATALOG, "/api/backups/" + Query.segment(backup));
        BackupReport report = BackupReport.of(detail, session);
        session.output().one(report.document(), report.id(), report::show);
    }
}
