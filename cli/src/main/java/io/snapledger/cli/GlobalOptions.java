package io.snapledger.cli;

import io.snapledger.cli.output.Format;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command. */
public final class GlobalOptions {

    /** Whether states are coloured. */
    public enum Colour {
        auto,
        always,
        never
    }

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            defaultValue = "table",
            order = 90,
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    public Format format = Format.table;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            defaultValue = "auto",
            order = 91,
            description = "${COMPLETION-CANDIDATES}; auto: on a terminal, unless NO_COLOR is set.")
    public Colour colour = Colour.auto;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            order = 92,
            description =
                    "Where the services are; else SNAPLEDGER_URL, else http://127.0.0.1:8080. Services in processes "
                            + "of their own: SNAPLEDGER_SCHEDULER_URL, _CATALOG_URL, _RESTORE_URL, _STORAGE_URL, _DUMP_URL.")
    public String url;

    @Option(
            names = "--token-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            order = 93,
            description =
                    "A file with the token to show to the services; else SNAPLEDGER_TOKEN_FILE, else the one that "
                            + "services on this machine name, if you may read it.")
    public Path tokenFile;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            order = 94,
            description = "Shows this help.")
    boolean help;
}
