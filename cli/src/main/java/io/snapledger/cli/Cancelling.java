package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;

/** Asks for something to be stopped; of what has ended it tells how. */
final class Cancelling {

    private Cancelling() {}

    /** @param path of what shall be stopped, the same at the service that has it and at the catalog */
    static JsonNode ask(Services services, Service service, String path, JsonNode body) {
        try {
            return services.post(service, path + "/cancel", body, Services.SOON);
        } catch (CliException e) {
            if (!e.code().equals("ALREADY_ENDED")) {
                throw e;
            }
            String state = Json.text(services.find(Service.CATALOG, path), "state");
            throw new CliException(
                    e.exit(),
                    e.code(),
                    state.isEmpty() ? e.getMessage() : e.getMessage() + ": it is " + state,
                    e.hint(),
                    e.choices(),
                    e);
        }
    }
}
