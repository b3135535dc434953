package io.snapledger.standalone;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The broker starts before Quarkus has read what is to be logged: its thousand lines would be all that a user sees. A broker that does not
 * start throws; what it says later goes to its own file, see application.properties.
 */
final class QuietKafka {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("org.apache.kafka"), Logger.getLogger("kafka"), Logger.getLogger("state.change.logger"));

    private QuietKafka() {}

    static void apply() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
