package io.snapledger.standalone;

import io.snapledger.access.Roles;
import io.snapledger.repository.keys.KeyDirectory;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells who is on the same machine where things lie: paths, never what the files hold. */
@RolesAllowed(Roles.ADMIN)
@Path("/api/installation")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "installation")
public class InstallationResource {

    private static final String PATH = "path";

    private final io.snapledger.settings.Installation configured;

    InstallationResource(io.snapledger.settings.Installation configured) {
        this.configured = configured;
    }

    /**
     * Absolute paths.
     *
     * @param dataDirectory everything that is kept
     * @param keyFile the service key
     * @param repositories directories by repository name
     */
    record Installation(String dataDirectory, String keyFile, Map<String, String> repositories) {}

    @GET
    @Operation(
            operationId = "getInstallation",
            summary = "Where this one-process installation keeps things on its machine")
    public Installation installation() {
        Map<String, String> repositories = new TreeMap<>();
        configured.repositories().forEach((name, repository) -> repository
                .option(PATH)
                .ifPresent(path -> repositories.put(name, absolute(java.nio.file.Path.of(path)))));
        return new Installation(
                absolute(configured.dataDirectory()),
                absolute(KeyDirectory.serviceKey(configured.keyDirectory())),
                repositories);
    }

    private static String absolute(java.nio.file.Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
