package io.snapledger.standalone;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;

/** Says, once everything has started, where everything is and what to do next. */
@ApplicationScoped
public class Ready {

    private static volatile String text = "";

    static void configure(DataDirectory data, int port, String kafka, Path recoveryKey) {
        text = """

                Snapledger is ready. One process, loopback only: for one machine, not for a cluster.
                  API        http://127.0.0.1:%d   (OpenAPI: /q/openapi, health: /q/health)
                  Kafka      %s
                  Data       %s
                  Repository %s
                  Recovery   %s   <- move it to a safe place; then: snapledger key prove --recovery-key FILE
                """.formatted(port, kafka, data.root(), data.repository(), recoveryKey);
    }

    void announce(@Observes @Priority(Integer.MAX_VALUE) StartupEvent started, Config config) {
        if (text.isEmpty()) {
            return;
        }
        boolean stores = false;
        for (String name : config.getPropertyNames()) {
            stores |= name.startsWith("snapledger.stores.");
        }
        String url = config.getValue("quarkus.http.port", String.class).equals("8080")
                ? ""
                : "SNAPLEDGER_URL=http://127.0.0.1:" + config.getValue("quarkus.http.port", String.class) + " ";
        System.out.println(
                text
                        + (stores
                                ? "Next: " + url + "snapledger backup create --wait\n"
                                : "Next: stop it and start it with a store: snapledger up --store project=files:/srv/project\n"));
    }
}
