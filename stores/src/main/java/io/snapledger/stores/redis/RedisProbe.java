package io.snapledger.stores.redis;

import io.snapledger.stores.Probe;
import io.snapledger.stores.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Looks at a server as a dump would find it. */
final class RedisProbe {

    private RedisProbe() {}

    static Probe look(Connection connection, RedisOptions options) throws StoreException {
        ServerFacts facts = ServerFacts.of(connection);
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        try {
            facts.requireReady(options.address());
        } catch (StoreException e) {
            problems.add(e.told());
        }
        if (facts.isReplica()) {
            tellOfReplica(facts, problems, warnings);
        }
        if (!options.scans()) {
            tellOfSync(connection, facts, options, problems, warnings);
        }
        if (Mark.read(connection).isPresent()) {
            warnings.add("a restore into it has not ended (key " + Mark.KEY + ")");
        }
        return new Probe(
                true,
                facts.version(),
                "Snapledger's own replica",
                OptionalLong.of(facts.dataBytes()),
                problems,
                warnings);
    }

    private static void tellOfReplica(ServerFacts facts, List<String> problems, List<String> warnings) {
        String master = facts.get("master_host") + ":" + facts.get("master_port");
        if (facts.get("master_link_status").equals("up")) {
            warnings.add("it is a replica of " + master + " and may lag behind");
        } else {
            problems.add("it is a replica that has lost its master " + master
                    + ": it serves old data and refuses SYNC; HINT: repair the link, or back up the master");
        }
    }

    private static void tellOfSync(
            Connection connection,
            ServerFacts facts,
            RedisOptions options,
            List<String> problems,
            List<String> warnings)
            throws StoreException {
        if (connection.call("COMMAND", "INFO", "SYNC") instanceof Reply.Several answer
                && answer.replies().size() == 1
                && answer.replies().get(0) instanceof Reply.Nothing) {
            problems.add("the server has no command SYNC, as rented ones do; HINT: option method=scan");
        }
        if (!options.diskless() && facts.get("rdb_last_bgsave_status").equals("err")) {
            warnings.add(
                    "its last save to disk failed, and a dump needs one; HINT: look at its log, or option diskless");
        }
    }
}
