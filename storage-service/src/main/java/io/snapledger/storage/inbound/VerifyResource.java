package io.snapledger.storage.inbound;

import io.snapledger.access.Roles;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.http.RepositoryPaths;
import io.snapledger.storage.UnknownRepositoryException;
import io.snapledger.storage.VerifySnapshot;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.Semaphore;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Reads a snapshot back on demand; answers when it is done. */
@RolesAllowed({Roles.SERVICE, Roles.ADMIN})
@Path("/")
public class VerifyResource {

    private static final int AT_ONCE = 2;

    private final VerifySnapshot verifySnapshot;
    private final Semaphore free = new Semaphore(AT_ONCE);

    VerifyResource(VerifySnapshot verifySnapshot) {
        this.verifySnapshot = verifySnapshot;
    }

    @POST
    @Path(RepositoryPaths.INFO + "/verify/{store}/{snapshot}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response verify(
            @PathParam("repository") String repository,
            @PathParam("store") String store,
            @PathParam("snapshot") String snapshot) {
        StoreName of = new StoreName(store);
        SnapshotId id = new SnapshotId(snapshot);
        if (!free.tryAcquire()) {
            return Problem.response(
                    429, "too-many-requests", AT_ONCE + " snapshots are being verified already", "try again later");
        }
        try {
            return verifySnapshot
                    .verify(repository, of, id)
                    .map(verification -> Response.ok(verification).build())
                    .orElseGet(() -> Problem.response(
                            404,
                            "object-missing",
                            "snapshot " + snapshot + " of store '" + store + "' cannot be restored from '" + repository
                                    + "'",
                            "see snapledger backup list"));
        } finally {
            free.release();
        }
    }

    @ServerExceptionMapper
    public Response failed(RepositoryException e) {
        return Failures.response(e);
    }

    @ServerExceptionMapper
    public Response unknown(UnknownRepositoryException e) {
        return Failures.response(e);
    }

    @ServerExceptionMapper
    public Response invalid(IllegalArgumentException e) {
        return Failures.response(e);
    }
}
