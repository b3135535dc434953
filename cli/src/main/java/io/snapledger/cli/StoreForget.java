package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "forget",
        sortOptions = false,
        description = {
            "Forgets a store that was given to snapledger up --store.",
            "It stays configured until the services are started again. Its snapshots stay."
        },
        footer = {
            "",
            "Example:",
            "  snapledger store forget project",
            "",
            "Exit code 4 if no such store was given, 5 while a backup or a restore is open,",
            "or a configuration file names it."
        })
final class StoreForget implements Runnable {

    private final Session session;

    @Parameters(paramLabel = "STORE", description = "Its name.")
    private String store;

    StoreForget(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        JsonNode forgotten = forget();
        session.output().one(forgotten, store, page -> page.line("Store " + store + " is forgotten from the next start"
                        + " of snapledger up on; its snapshots stay.")
                .line("Next: stop the services and start them again"));
    }

    private JsonNode forget() {
        try {
            return session.services().delete(Service.SCHEDULER, "/api/installation/stores/" + Query.segment(store));
        } catch (CliException e) {
            throw e.code().equals("HTTP_404") ? notOneProcess(e) : e;
        }
    }

    private static CliException notOneProcess(CliException e) {
        return new CliException(
                Exit.NOT_FOUND,
                "not-found",
                "these services do not remember stores, since they were not started by snapledger up"
                        + "; HINT: take the store out of their configuration, and start them again",
                e);
    }
}
