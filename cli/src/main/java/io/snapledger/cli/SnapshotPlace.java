package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;
import java.util.Iterator;

/**
 * Where a snapshot rests, as the catalog says.
 *
 * @param store its store
 * @param repository the first repository that has it
 */
record SnapshotPlace(String store, String repository) {

    /** @throws CliException if it is not known, or rests nowhere */
    static SnapshotPlace of(Services services, String snapshot) {
        JsonNode found = services.get(Service.CATALOG, "/api/snapshots/" + Query.segment(snapshot));
        Iterator<String> repositories = found.path("copies").fieldNames();
        if (!repositories.hasNext()) {
            throw new CliException(
                    Exit.NOT_FOUND,
                    "not-found",
                    "no repository has snapshot " + snapshot + "; HINT: snapledger snapshot get " + snapshot);
        }
        return new SnapshotPlace(Json.text(found, "store"), repositories.next());
    }
}
