package io.snapledger.standalone;

import io.quarkus.vertx.http.HttpServerStart;
import io.snapledger.access.BrowserLogins;
import io.snapledger.settings.Installation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.nio.file.Path;
import java.util.Optional;

/** Says, once the API can be reached, where everything is and what to do next. */
@ApplicationScoped
public class Ready {

    private static final int USUAL_PORT = 8080;
    private static volatile Places places;

    /**
     * Where everything is.
     *
     * @param url of the API
     * @param token file with the token of callers
     * @param kafka bootstrap servers
     * @param data the data directory
     * @param repository the repository that is made in it
     * @param recoveryKey where the recovery key lies; empty if it was moved away
     */
    record Places(String url, Path token, String kafka, Path data, Path repository, Optional<Path> recoveryKey) {}

    static void configure(Places known) {
        places = known;
    }

    void announce(@ObservesAsync HttpServerStart listening, Installation installation, BrowserLogins logins) {
        if (places == null) {
            return;
        }
        System.out.printf(
                """

                Snapledger is ready. One process, loopback only: for one machine, not for a cluster.
                  API        %s   (OpenAPI: /q/openapi, health: /q/health)
                  Browser    %s   <- logs in once, within %d minutes; another: snapledger login
                  Token      %s   (the command line finds it)
                  Kafka      %s
                  Data       %s
                  Repository %s
                  Recovery   %s: snapledger key prove --recovery-key FILE
                Next: %s
                """,
                places.url(),
                places.url() + BrowserLogins.path(logins.code()),
                BrowserLogins.CODE_LIVES.toMinutes(),
                places.token(),
                places.kafka(),
                places.data(),
                places.repository(),
                places.recoveryKey()
                        .map(file -> file + "   <- move it to a safe place; then")
                        .orElse("not on this machine as far as known; show that you hold its key"),
                next(installation));
    }

    private static String next(Installation installation) {
        if (installation.stores().isEmpty()) {
            return "stop it and start it with a store: snapledger up --store project=files:/srv/project";
        }
        String url = places.url().endsWith(":" + USUAL_PORT) ? "" : "SNAPLEDGER_URL=" + places.url() + " ";
        return url + "snapledger backup create --wait";
    }
}
