package io.snapledger.cli;

import picocli.CommandLine.Option;

/** Filters of lists. */
final class ListFilters {

    @Option(names = "--plan", paramLabel = "PLAN", description = "Only of this plan.")
    String plan;

    @Option(names = "--store", paramLabel = "STORE", description = "Only of this store.")
    String store;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Of this time or later: RFC 3339, or DD-MM-YYYY-hh-mm-ss in UTC.")
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
    String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many, the newest first (default: ${DEFAULT-VALUE}).")
    int limit;

    int limit() {
        if (limit < 1) {
            throw CliException.usage("--limit is " + limit + "; HINT: 1 or more");
        }
        return limit;
    }
}
