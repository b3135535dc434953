package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "man",
        sortOptions = false,
        description = "Writes the manual pages of all commands into a directory.",
        footer = {"", "Examples:", "  snapledger man ~/.local/share/man/man1 && man snapledger-backup-create"})
final class ManCommand implements Runnable {

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIRECTORY", description = "Made if it is not there; pages of these names are replaced.")
    private Path directory;

    ManCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Map<String, String> pages = ManPages.of(spec.root().commandLine());
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(directory.resolve(page.getKey()), page.getValue(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new CliException(
                    Exit.FAILED,
                    "io",
                    "the pages cannot be written to " + directory + ": " + e.getMessage()
                            + "; HINT: choose a directory that may be written",
                    e);
        }
        ObjectNode document = Json.object();
        document.put("directory", directory.toString()).put("pages", pages.size());
        session.output()
                .one(document, directory.toString(), page -> page.line(pages.size() + " pages are in " + directory));
    }
}
