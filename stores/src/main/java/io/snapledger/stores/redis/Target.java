package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server that a restore writes to: its mark, and what is cleared of it. */
record Target(Connection connection, RestoreScope scope, String restoreId) {

    /** Removes what an earlier try of this restore left. */
    void wipe() throws StoreException {
        Optional<Mark> mark = Mark.read(connection, restoreId);
        if (mark.isPresent()) {
            List<String[]> commands =
                    new ArrayList<>(mark.get().stage() == Mark.Stage.LOADING ? clearing() : List.of());
            commands.add(new String[] {"DEL", Mark.KEY});
            atOnce(commands);
        }
    }

    void mark(Mark.Stage stage) throws StoreException {
        connection.demand("SET", Mark.KEY, new Mark(restoreId, stage).text());
    }

    /** What is there goes, and the mark says so, in one step. */
    void replace() throws StoreException {
        List<String[]> commands = clearing();
        commands.add(new String[] {"SET", Mark.KEY, new Mark(restoreId, Mark.Stage.LOADING).text()});
        atOnce(commands);
    }

    void unmark() throws StoreException {
        connection.demand("SELECT", "0");
        connection.demand("DEL", Mark.KEY);
    }

    private List<String[]> clearing() throws StoreException {
        List<String[]> commands = new ArrayList<>();
        boolean isLimited =
                ServerFacts.of(connection).number("maxmemory") > 0; // then what comes needs the room at once
        if (scope.isWhole()) {
            commands.add(isLimited ? new String[] {"FLUSHALL"} : new String[] {"FLUSHALL", "ASYNC"});
            if (ServerFacts.functions(connection) > 0) {
                commands.add(new String[] {"FUNCTION", "FLUSH"});
            }
            return commands;
        }
        for (int database : scope.databases()) {
            commands.add(
                    new String[] {"SELECT", Integer.toString(scope.options().nameAtTarget(database))});
            commands.add(isLimited ? new String[] {"FLUSHDB"} : new String[] {"FLUSHDB", "ASYNC"});
        }
        commands.add(new String[] {"SELECT", "0"});
        return commands;
    }

    private void atOnce(List<String[]> commands) throws StoreException {
        connection.demand("MULTI");
        for (String[] command : commands) {
            connection.demand(command);
        }
        if (connection.demand("EXEC") instanceof Reply.Several outcomes) {
            for (Reply outcome : outcomes.replies()) {
                if (outcome instanceof Reply.Refusal refusal) {
                    throw connection.failures().of("a step of clearing it", refusal);
                }
            }
        } else {
            throw new StoreException(Reason.TOOL_FAILED, "the target did not do what was asked in one step", "");
        }
    }
}
