package io.snapledger.dump.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.dump.StoreProbes;
import io.snapledger.dump.wiring.DumpRuntime;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The configured stores as they look now: reachable, versions, tools, size, problems. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/dump/stores")
@Blocking
public class StoresResource {

    private final DumpRuntime runtime;

    StoresResource(DumpRuntime runtime) {
        this.runtime = runtime;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<StoreProbes.Found> stores() throws InterruptedException {
        return runtime.probes().all();
    }
}
