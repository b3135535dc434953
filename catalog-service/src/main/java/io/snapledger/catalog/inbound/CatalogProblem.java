package io.snapledger.catalog.inbound;

import io.snapledger.catalog.CatalogUnreachableException;
import io.snapledger.events.Nullable;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** A request that the catalog does not answer as asked, in words for whoever sent it. */
final class CatalogProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final Body body;

    /**
     * @param code constant word
     * @param message fact with values
     * @param hint what to do
     * @param choices ids to choose from, where several match
     */
    record Body(
            String code,
            String message,
            String hint,
            @Nullable List<String> choices) {}

    private CatalogProblem(int status, Body body) {
        super(body.message());
        this.status = status;
        this.body = body;
    }

    static CatalogProblem badRequest(String message, String hint) {
        return new CatalogProblem(400, new Body("bad-request", message, hint, null));
    }

    static CatalogProblem notFound(String message, String hint) {
        return new CatalogProblem(404, new Body("not-found", message, hint, null));
    }

    static CatalogProblem ambiguous(String message, List<String> choices) {
        return new CatalogProblem(409, new Body("ambiguous", message, "use one of the ids", choices));
    }

    static CatalogProblem conflict(String code, String message, String hint) {
        return new CatalogProblem(409, new Body(code, message, hint, null));
    }

    static CatalogProblem unavailable(String code, String message, String hint) {
        return new CatalogProblem(503, new Body(code, message, hint, null));
    }

    /** How it is answered that the database is away. */
    @Provider
    public static final class AwayMapper implements ExceptionMapper<CatalogUnreachableException> {

        @Override
        public Response toResponse(CatalogUnreachableException away) {
            return new Mapper()
                    .toResponse(unavailable(
                            "unreachable", "the catalog's database does not answer", "see /q/health/ready; try again"));
        }
    }

    /** How it is answered. */
    @Provider
    public static final class Mapper implements ExceptionMapper<CatalogProblem> {

        @Override
        public Response toResponse(CatalogProblem problem) {
            return Response.status(problem.status)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(problem.body)
                    .build();
        }
    }
}
