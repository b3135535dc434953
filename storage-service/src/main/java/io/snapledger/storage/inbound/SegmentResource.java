package io.snapledger.storage.inbound;

import io.snapledger.access.Roles;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.ObjectFile;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.http.RepositoryPaths;
import io.snapledger.storage.OpenRepository;
import io.snapledger.storage.Repositories;
import io.snapledger.storage.UnknownRepositoryException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Ranges of segments: by the kernel where the repository has files on this host, else through one small buffer. */
@RolesAllowed({Roles.SERVICE, Roles.ADMIN})
@Path("/")
public class SegmentResource {

    private static final int BUFFER = 256 << 10;

    private final Repositories repositories;

    SegmentResource(Repositories repositories) {
        this.repositories = repositories;
    }

    @GET
    @Path(RepositoryPaths.SEGMENT)
    public Response segment(
            @PathParam("repository") String repositoryName,
            @PathParam("store") String store,
            @PathParam("snapshot") String snapshot,
            @PathParam("attempt") String attempt,
            @PathParam("number") int number,
            @HeaderParam("Range") String header,
            @Context RoutingContext exchange) {
        OpenRepository repository = repositories.require(repositoryName);
        SegmentId segment =
                new SegmentId(new StoreName(store), new SnapshotId(snapshot), AttemptId.parse(attempt), number);
        String key = RepositoryLayout.segment(segment);
        ByteRange range = ByteRange.parse(header);
        ObjectStat stat = repository.backend().stat(key).orElseThrow(() -> new ObjectMissingException(key));
        if (range.first() >= stat.length()) {
            return Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
                    .header("Content-Range", "bytes */" + stat.length())
                    .build();
        }
        long last = Math.min(range.last(), stat.length() - 1);
        long length = last - range.first() + 1;
        Response.ResponseBuilder response = Response.status(Response.Status.PARTIAL_CONTENT)
                .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Content-Range", "bytes " + range.first() + "-" + last + "/" + stat.length());
        return repository
                .backend()
                .file(key)
                .map(file -> response.entity(sent(file, range.first(), length, exchange)))
                .orElseGet(() -> response.header(HttpHeaders.CONTENT_LENGTH, length)
                        .entity(copying(repository.objects().segment(segment, range.first(), length))))
                .build();
    }

    /** The file stays open until the last byte is sent, or the client is gone. */
    private static PathPart sent(ObjectFile file, long first, long length, RoutingContext exchange) {
        exchange.addEndHandler(ended -> file.close());
        return new PathPart(file.path(), first, length);
    }

    private static StreamingOutput copying(InputStream bytes) {
        return out -> {
            try (bytes) {
                copy(bytes, out);
            }
        };
    }

    private static void copy(InputStream bytes, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            out.write(buffer, 0, read);
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
