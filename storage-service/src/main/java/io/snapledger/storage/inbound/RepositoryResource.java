package io.snapledger.storage.inbound;

import io.snapledger.access.Roles;
import io.snapledger.events.Nullable;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryInfoCodec;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.repository.WrappedKey;
import io.snapledger.repository.http.RepositoryBodies;
import io.snapledger.repository.http.RepositoryPaths;
import io.snapledger.storage.OpenRepository;
import io.snapledger.storage.Repositories;
import io.snapledger.storage.UnknownRepositoryException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What dump and restore see of the repositories: everything to read, pins, and new wrapped keys. Segments have their own resource. */
@RolesAllowed({Roles.SERVICE, Roles.ADMIN})
@Path("/")
@Produces(MediaType.APPLICATION_OCTET_STREAM)
public class RepositoryResource {

    private static final int LONGEST_KEY = 16 << 10;

    private final Repositories repositories;

    RepositoryResource(Repositories repositories) {
        this.repositories = repositories;
    }

    @GET
    @Path(RepositoryPaths.INFO)
    public byte[] info(@PathParam("repository") String repository) {
        return RepositoryInfoCodec.write(
                repositories.require(repository).objects().info());
    }

    @GET
    @Path(RepositoryPaths.DECISIONS)
    public byte[] decisions(
            @PathParam("repository") String repository,
            @QueryParam("store") @Nullable String store,
            @QueryParam("plan") @Nullable String plan,
            @QueryParam("backup") @Nullable String backup,
            @QueryParam("state") List<String> states,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam(RepositoryPaths.UNREADABLE) @Nullable String unreadable) {
        Set<Decision.State> wanted =
                states.stream().map(Decision.State::valueOf).collect(Collectors.toSet());
        DecisionFilter filter = new DecisionFilter(
                store == null ? null : new StoreName(store), plan, backup, wanted, instant(since), instant(until));
        SnapshotRepository objects = repositories.require(repository).objects();
        if (!RepositoryPaths.LISTED.equals(unreadable)) {
            return RepositoryBodies.writeDecisions(objects.decisions(filter));
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<UnreadableDecision> others = new ArrayList<>();
        lines.writeBytes(RepositoryBodies.writeDecisions(objects.decisions(filter, others::add)));
        others.forEach(other -> lines.writeBytes(RepositoryBodies.writeUnreadable(other)));
        return lines.toByteArray();
    }

    @GET
    @Path(RepositoryPaths.DECIDED)
    public byte[] decided(
            @PathParam("repository") String repository,
            @QueryParam("store") @Nullable String store,
            @QueryParam("backup") @Nullable String backup,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until) {
        DecisionFilter filter = new DecisionFilter(
                store == null ? null : new StoreName(store), null, backup, Set.of(), instant(since), instant(until));
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<UnreadableDecision> strays = new ArrayList<>();
        lines.writeBytes(RepositoryBodies.writeDecided(
                repositories.require(repository).objects().decided(filter, strays::add)));
        strays.forEach(stray -> lines.writeBytes(RepositoryBodies.writeUnreadable(stray)));
        return lines.toByteArray();
    }

    @GET
    @Path(RepositoryPaths.DECISION)
    public byte[] decision(
            @PathParam("repository") String repository,
            @PathParam("store") String store,
            @PathParam("snapshot") String snapshot) {
        StoreName of = new StoreName(store);
        SnapshotId id = new SnapshotId(snapshot);
        return repositories
                .require(repository)
                .objects()
                .decision(of, id)
                .map(DecisionCodec::write)
                .orElseThrow(() -> new ObjectMissingException(RepositoryLayout.decision(of, id)));
    }

    @GET
    @Path(RepositoryPaths.SEGMENT_LIST)
    public byte[] segmentList(
            @PathParam("repository") String repository,
            @PathParam("store") String store,
            @PathParam("snapshot") String snapshot,
            @PathParam("attempt") String attempt) {
        return repositories
                .require(repository)
                .objects()
                .segmentList(new StoreName(store), new SnapshotId(snapshot), AttemptId.parse(attempt));
    }

    @PUT
    @Path(RepositoryPaths.PIN)
    @Consumes(MediaType.WILDCARD)
    public void pin(
            @PathParam("repository") String repository,
            @PathParam("snapshot") String snapshot,
            @PathParam("holder") String holder,
            @QueryParam("deadline") @Nullable String deadline) {
        writable(repository).objects().pin(new Pin(new SnapshotId(snapshot), new PinHolder(holder), instant(deadline)));
    }

    @DELETE
    @Path(RepositoryPaths.PIN)
    public void unpin(
            @PathParam("repository") String repository,
            @PathParam("snapshot") String snapshot,
            @PathParam("holder") String holder) {
        repositories.require(repository).objects().unpin(new SnapshotId(snapshot), new PinHolder(holder));
    }

    /** The holders of the pins on a snapshot, stale ones included. */
    @GET
    @Path(RepositoryPaths.INFO + "/pins/{snapshot}")
    @Produces(MediaType.APPLICATION_JSON)
    public List<String> pins(@PathParam("repository") String repository, @PathParam("snapshot") String snapshot) {
        List<String> holders = new ArrayList<>();
        repositories
                .require(repository)
                .backend()
                .list(
                        RepositoryLayout.pinsOn(new SnapshotId(snapshot)),
                        pin -> holders.add(RepositoryLayout.nameOf(pin.key())));
        holders.sort(null);
        return holders;
    }

    @GET
    @Path(RepositoryPaths.KEYS)
    public byte[] keys(@PathParam("repository") String repository, @PathParam("store") String store) {
        return RepositoryBodies.writeKeys(
                repositories.require(repository).objects().wrappedKeys(new StoreName(store)));
    }

    @RolesAllowed(Roles.SERVICE)
    @PUT
    @Path(RepositoryPaths.KEY)
    @Consumes(MediaType.WILDCARD)
    public void addKey(
            @PathParam("repository") String repository,
            @PathParam("store") String store,
            @PathParam("epoch") String epoch,
            @PathParam("recipient") String recipient,
            byte[] content) {
        if (content == null || content.length == 0 || content.length > LONGEST_KEY) {
            throw new IllegalArgumentException("a wrapped key has 1 to " + LONGEST_KEY + " bytes");
        }
        writable(repository).objects().addWrappedKey(new WrappedKey(new StoreName(store), epoch, recipient, content));
    }

    private OpenRepository writable(String repository) {
        OpenRepository open = repositories.require(repository);
        open.requireWritable();
        return open;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no instant; it looks like 2026-11-21T00:00:00Z", e);
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
