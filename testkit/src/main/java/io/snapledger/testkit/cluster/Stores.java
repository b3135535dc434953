package io.snapledger.testkit.cluster;

import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.Locale;

/** Configures stores of an installation. */
public final class Stores {

    private Stores() {}

    /** The password goes through the environment, as a user's should. */
    public static void postgresql(Cluster.Builder builder, String name, PostgresServer server) {
        String variable = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_PASSWORD";
        String prefix = "snapledger.stores." + name + ".";
        builder.config(prefix + "kind", "postgresql")
                .config(prefix + "host", server.host())
                .config(prefix + "port", Integer.toString(server.port()))
                .config(prefix + "username", PostgresServer.USER)
                .config(prefix + "password-env", variable)
                .environment(variable, PostgresServer.PASSWORD);
    }

    /** One database of a server. */
    public static void database(Cluster.Builder builder, String name, PostgresServer server, String database) {
        postgresql(builder, name, server);
        builder.config("snapledger.stores." + name + ".databases", database);
    }

    /** A directory tree. */
    public static void files(Cluster.Builder builder, String name, Path path) {
        builder.config("snapledger.stores." + name + ".kind", "files")
                .config("snapledger.stores." + name + ".path", path.toString());
    }
}
