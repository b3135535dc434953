package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Dumps what belongs to the whole server as SQL. */
final class RolesDump {

    static final String STREAM = "globals.sql";

    /** Far more than any server's roles; what comes from a tool is never kept in memory without a limit. */
    private static final int MOST = 64 << 20;

    private static final String TRAILER = "--\n-- PostgreSQL database cluster dump complete\n--\n\n";

    private final Server server;
    private final Tools tools;
    private final StreamSink sink;
    private final Cancellation work;

    RolesDump(Server server, Tools tools, StreamSink sink, Cancellation work) {
        this.server = server;
        this.tools = tools;
        this.sink = sink;
        this.work = work;
    }

    /**
     * Writes the stream; its length.
     *
     * @param settingsOfAllRoles as {@code name=value}: pg_dumpall leaves them out
     */
    long run(boolean passwords, List<String> settingsOfAllRoles)
            throws StoreException, IOException, InterruptedException {
        String program = tools.path("pg_dumpall");
        Command command = server.tool(
                program, "--globals-only", "--database", server.options().maintenanceDatabase());
        if (!passwords) {
            command = command.plus("--no-role-passwords");
        }
        byte[] script;
        try (RunningCommand run = work.hold(tools.start(command))) {
            script = run.output().readNBytes(MOST);
            RunningCommand.Exit exit = run.await();
            if (!exit.isSuccess()) {
                throw Tools.failed(program, exit);
            }
        }
        checkWhole(new String(script, StandardCharsets.UTF_8));
        byte[] more = settingsOfAllRoles.stream()
                .map(setting -> "ALTER ROLE ALL SET " + DatabaseProperties.assignment(setting) + ";\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        int end = script.length - TRAILER.length();
        try (OutputStream stream = sink.open(STREAM)) {
            stream.write(script, 0, end);
            stream.write(more);
            stream.write(script, end, TRAILER.length());
        }
        return script.length + (long) more.length;
    }

    /** Demands the trailer, to the last byte: {@code pg_dumpall} may be cut and still end with 0. */
    static void checkWhole(String script) throws StoreException {
        if (!script.endsWith(TRAILER)) {
            throw new StoreException(
                    Reason.INCOMPLETE,
                    "the script of roles ends after " + script.length()
                            + " characters without 'PostgreSQL database cluster dump complete'",
                    "pg_dumpall was cut; the dump is not kept");
        }
    }
}
