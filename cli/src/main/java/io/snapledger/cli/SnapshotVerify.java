package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.cold.ColdOptions;
import io.snapledger.cli.cold.ColdRepository;
import io.snapledger.cli.cold.ColdVerification;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.cli.output.ProgressLine;
import io.snapledger.cli.output.Words;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        sortOptions = false,
        description = "Reads every byte of a snapshot back: through storage, which compares lengths and digests; or "
                + "with --from and --key with no service running, every seal as well.",
        footer = {
            "",
            "Examples:",
            "  snapledger snapshot verify 20261121t000000z-abcdefghij-klmnop",
            "  snapledger snapshot verify 20261121t000000z-abcdefghij-klmnop \\",
            "      --from /mnt/repository --key recovery-key",
            "",
            "storage-service asks for the service token: --token-file, else",
            "SNAPLEDGER_TOKEN_FILE, else that of the services in one process on this",
            "machine. Exit code 8 if something is missing or changed."
        })
final class SnapshotVerify implements Callable<Integer> {

    private static final Duration WITHIN = Duration.ofHours(24);

    private final Session session;

    @Parameters(paramLabel = "SNAPSHOT", description = "Its id.")
    private String snapshot;

    @Option(
            names = "--repository",
            paramLabel = "NAME",
            description = "In this repository (default: the first that has it).")
    private String repository;

    @Mixin
    private ColdOptions cold;

    SnapshotVerify(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        JsonNode result = cold.isGiven() ? cold() : warm();
        session.output().one(result, snapshot, page -> show(result, page));
        return (Json.text(result, "outcome").equals("verified") ? Exit.DONE : Exit.DAMAGED).code();
    }

    private JsonNode warm() {
        SnapshotPlace place = SnapshotPlace.of(session.services(), snapshot);
        String in = repository == null ? place.repository() : repository;
        String path = "/internal/repositories/" + Query.segment(in) + "/verify/" + Query.segment(place.store()) + "/"
                + Query.segment(snapshot);
        try {
            return session.services().post(Service.STORAGE, path, null, WITHIN);
        } catch (CliException e) {
            throw e.exit() == Exit.DENIED && session.services().tokenFile().isEmpty() ? withoutToken(e) : e;
        }
    }

    private static CliException withoutToken(CliException e) {
        return new CliException(
                e.exit(),
                e.code(),
                e.getMessage()
                        + "; HINT: --token-file FILE, set SNAPLEDGER_TOKEN_FILE, or read the repository itself with"
                        + " --from REPOSITORY",
                e);
    }

    private JsonNode cold() {
        try (ColdRepository opened = cold.open(session.surroundings());
                ProgressLine progress = new ProgressLine(
                        session.surroundings().err(), session.surroundings().errIsTerminal(), session.output())) {
            return ColdVerification.run(
                    opened.repository(),
                    opened.decision(snapshot),
                    cold.ring(session.surroundings()),
                    bytes -> progress.show(snapshot, "reading", bytes, 0));
        }
    }

    private static void show(JsonNode result, Page page) {
        page.value("Snapshot", Json.text(result, "snapshot"))
                .value("Repository", Json.text(result, "repository"))
                .value("State", Json.text(result, "outcome"))
                .value("Segments", Json.text(result, "segments"))
                .value("Read", Words.bytes(result.path("bytes").asLong()))
                .value("Object", Json.text(result, "object"))
                .value("Damage", Json.text(result, "message"));
    }
}
