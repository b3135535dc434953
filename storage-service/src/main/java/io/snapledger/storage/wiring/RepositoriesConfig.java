package io.snapledger.storage.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/** The repositories by name: {@code snapledger.repositories.<name>.kind} and what the kind needs, such as {@code path}. */
@ConfigMapping(prefix = "snapledger.repositories")
public interface RepositoriesConfig {

    /** Settings by repository name, {@code kind} included. */
    @WithParentName
    Map<String, Map<String, String>> byName();
}
