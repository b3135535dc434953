package io.snapledger.access.inbound;

import io.snapledger.access.BrowserLogins;
import io.snapledger.access.Roles;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets a browser in. The one endpoint that asks for no token, since the code is one. */
@Path("/")
@Tag(name = "access")
public class LoginResource {

    private final BrowserLogins logins;

    LoginResource(BrowserLogins logins) {
        this.logins = logins;
    }

    /** A cookie is sent to every port of a host, so that its name says whose it is. */
    static String cookie(HttpServerRequest request) {
        return "snapledger-" + request.localAddress().port();
    }

    /**
     * A way in.
     *
     * @param path to be opened once, within ten minutes
     */
    record Login(String path) {}

    @POST
    @Path("/api/access/logins")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @Operation(operationId = "createLogin", summary = "A path that logs a browser in, once, within ten minutes")
    public Login create() {
        return new Login(BrowserLogins.path(logins.code()));
    }

    @GET
    @Path("/login/{code}")
    @PermitAll
    @Operation(hidden = true)
    public Response login(@PathParam("code") String code, @Context HttpServerRequest request) {
        return logins.exchange(code)
                .map(session -> Response.seeOther(URI.create("/"))
                        .cookie(new NewCookie.Builder(cookie(request))
                                .value(session)
                                .path("/")
                                .maxAge(Math.toIntExact(BrowserLogins.SESSION_LIVES.toSeconds()))
                                .httpOnly(true)
                                .sameSite(NewCookie.SameSite.STRICT)
                                .build()))
                .orElseGet(() -> Response.status(Response.Status.FORBIDDEN)
                        .type(MediaType.TEXT_PLAIN)
                        .entity("This address was used, or is older than " + BrowserLogins.CODE_LIVES.toMinutes()
                                + " minutes. Make another: snapledger login\n"))
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store")
                .build();
    }
}
