package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.cold.ColdCheck;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.cli.output.Words;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Looks at stores: whether they answer, versions, size, and what would make a dump fail.",
            "A right that is missing is told with the statement that gives it. Asks dump-service, or with --config looks"
                    + " from here with no service running."
        },
        footer = {
            "",
            "Examples:",
            "  snapledger store check",
            "  snapledger store check shop project",
            "  snapledger store check --config application.yaml",
            "",
            "Exit code 1 if a store cannot be dumped, 4 if there is no such store."
        })
final class StoreCheck implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "STORE", arity = "0..*", description = "Only these stores.")
    private List<String> stores = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The services' configuration, to look at its stores from this machine.")
    private Path config;

    StoreCheck(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<JsonNode> found = config == null ? warm() : ColdCheck.of(config, stores, session.surroundings());
        if (session.output().format().forPeople()) {
            found.forEach(store -> session.output().one(store, Json.text(store, "store"), page -> show(store, page)));
        } else {
            session.output().list(found, store -> Json.text(store, "store"), List.of(), "");
        }
        boolean ready = found.stream().allMatch(store -> store.path("ready").asBoolean());
        return (ready ? Exit.DONE : Exit.FAILED).code();
    }

    private List<JsonNode> warm() {
        String path = "/api/dump/stores";
        if (!stores.isEmpty()) {
            path += stores.stream().map(Query::segment).collect(Collectors.joining("&store=", "?store=", ""));
        }
        List<JsonNode> found = new ArrayList<>();
        session.services().get(Service.DUMP, path).forEach(found::add);
        return found;
    }

    private static void show(JsonNode store, Page page) {
        page.value("Store", Json.text(store, "store") + " (" + Json.text(store, "kind") + ")")
                .value("Place", Json.text(store, "place"))
                .value("Ready", store.path("ready").asBoolean() ? "yes" : "no")
                .value("Server", Json.text(store, "serverVersion"))
                .value("Tool", Json.text(store, "toolVersion"))
                .value(
                        "Size",
                        store.hasNonNull("estimatedBytes")
                                ? Words.bytes(store.path("estimatedBytes").asLong())
                                : "")
                .marked("PROBLEM ", Json.texts(store, "problems"))
                .marked("warning: ", Json.texts(store, "warnings"))
                .line("");
    }
}
