package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.cold.ColdRepository;
import io.snapledger.cli.cold.StreamFiles;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.KeyRing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fetch",
        sortOptions = false,
        description = {
            "Writes streams of a snapshot as plain files, for the store's own tools such as pg_restore.",
            "Reads through the services, or with --from the repository itself with no service running; "
                    + "opens what it reads here."
        },
        footer = {
            "",
            "Examples:",
            "  snapledger snapshot fetch 20261121t000000z-abcdefghij-klmnop --to files",
            "  snapledger snapshot fetch 20261121t000000z-abcdefghij-klmnop shop.dump \\",
            "      --to shop.dump --from /mnt/repository --key recovery-key",
            "  snapledger snapshot fetch 20261121t000000z-abcdefghij-klmnop tree.tar \\",
            "      --to - --from /mnt/repository --key recovery-key | tar t",
            "",
            "SNAPLEDGER_REPOSITORY and SNAPLEDGER_KEY_FILE stand for --from and --key.",
            "Services in one process on this machine say themselves where their token and",
            "their key are."
        })
final class SnapshotFetch implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            Column.text("STREAM", "name"),
            Column.bytes("SIZE", "bytes"),
            Column.text("SHA-256", "sha256"),
            Column.text("FILE", "file"));

    private final Session session;

    @Parameters(index = "0", paramLabel = "SNAPSHOT", description = "Its id.")
    private String snapshot;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STREAM",
            description = "One of its streams (default: all of them).")
    private String stream;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The file, - for stdout; without STREAM the directory.")
    private String to;

    @Mixin
    private SnapshotSource source;

    SnapshotFetch(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        source.use(session, () -> SnapshotPlace.of(session.services(), snapshot).repository(), this::fetch);
    }

    private void fetch(SnapshotRepository from, KeyRing keys) {
        Decision decision = ColdRepository.decision(from, snapshot);
        try (StreamFiles files = StreamFiles.open(from, decision, keys)) {
            if (to.equals("-")) {
                files.stream(one(files), session.surroundings().out());
                return;
            }
            List<JsonNode> written = new ArrayList<>();
            List<ObjectNode> done =
                    stream == null ? files.writeAll(Path.of(to)) : List.of(files.write(stream, Path.of(to)));
            written.addAll(done);
            session.output().list(written, row -> Json.text(row, "file"), COLUMNS, "No streams.");
        }
    }

    private String one(StreamFiles files) {
        if (stream == null && files.names().size() != 1) {
            throw CliException.usage("stdout takes one stream; HINT: name one of " + String.join(", ", files.names()));
        }
        return stream == null ? files.names().get(0) : stream;
    }
}
