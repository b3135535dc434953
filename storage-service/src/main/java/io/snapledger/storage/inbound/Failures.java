package io.snapledger.storage.inbound;

import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.http.RepositoryErrors;
import io.snapledger.storage.UnknownRepositoryException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Failures as answers, in the words that the repository's client understands. */
final class Failures {

    private Failures() {}

    static Response response(RepositoryException e) {
        return Response.status(RepositoryErrors.status(e))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(RepositoryErrors.body(e))
                .build();
    }

    static Response response(UnknownRepositoryException e) {
        return Problem.response(404, "unknown-repository", e.getMessage(), "look at snapledger.repositories");
    }

    static Response response(IllegalArgumentException e) {
        return Problem.response(400, "bad-request", e.getMessage(), "names and ids are as documented in the API");
    }
}
