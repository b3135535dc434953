package io.snapledger.standalone;

import io.snapledger.access.Roles;
import io.snapledger.repository.keys.KeyDirectory;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells who is on the same machine where things lie: paths, never what the files hold. */
@RolesAllowed(Roles.ADMIN)
@Path("/api/installation")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "installation")
public class InstallationResource {

    private static final String REPOSITORIES = "snapledger.repositories.";
    private static final String PATH = ".path";

    private final Config config;

    InstallationResource(Config config) {
        this.config = config;
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
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(REPOSITORIES)
                    && name.endsWith(PATH)
                    && name.length() > REPOSITORIES.length() + PATH.length()) {
                text(name)
                        .ifPresent(path -> repositories.put(
                                name.substring(REPOSITORIES.length(), name.length() - PATH.length())
                                        .replace("\"", ""),
                                absolute(path)));
            }
        }
        return new Installation(
                text("snapledger.data-directory")
                        .map(InstallationResource::absolute)
                        .orElse(""),
                text("snapledger.keys.directory")
                        .map(keys -> absolute(KeyDirectory.serviceKey(java.nio.file.Path.of(keys))
                                .toString()))
                        .orElse(""),
                repositories);
    }

    private Optional<String> text(String property) {
        return config.getOptionalValue(property, String.class);
    }

    private static String absolute(String path) {
        return java.nio.file.Path.of(path).toAbsolutePath().normalize().toString();
    }
}
