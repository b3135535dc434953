package io.snapledger.stores.redis;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One dump of a server: its RDB, which is proved whole, counted and digested while it passes by. */
final class RedisDump {

    private static final long LARGEST_BY_DEFAULT = 512L * 1024 * 1024;

    private final RedisOptions options;
    private final TimeLeft time;
    private final StreamSink sink;
    private final Cancellation work;
    private final Sections sections = new Sections();
    private final List<String> warnings = new ArrayList<>();

    RedisDump(RedisOptions options, TimeLeft time, StreamSink sink, Cancellation work) {
        this.options = options;
        this.time = time;
        this.sink = sink;
        this.work = work;
    }

    DumpReport run() throws StoreException, IOException {
        try (Connection connection = Connection.open(options, time, work)) {
            ServerFacts facts = ServerFacts.of(connection);
            facts.requireReady(options.address());
            Inventory inventory = new Inventory(Horizon.at(ServerTime.of(connection, time)), number -> number);
            Transfer transfer = Transfer.begin(connection, facts, options, time, work);
            OutputStream out = time.timely(sink.open(Sections.STREAM));
            RdbInput input = new RdbInput(transfer.stream(), 0);
            RdbReader reader = new RdbReader(input, Visitors.both(inventory, sections));
            input.tap(out);
            reader.readAll();
            input.untap();
            long bytes = input.position();
            transfer.end(input);
            out.close();
            return report(facts, inventory, reader, transfer, bytes);
        } catch (MalformedRdb e) {
            throw new StoreException(
                    e.reason(Reason.INCOMPLETE),
                    "what the server at " + options.address() + " sent is no whole RDB: " + e.getMessage(),
                    "look at the server's log; a version that is not known here needs a newer Snapledger",
                    e);
        } catch (Carried e) {
            throw e.failure();
        }
    }

    private DumpReport report(ServerFacts facts, Inventory inventory, RdbReader reader, Transfer transfer, long bytes) {
        SortedMap<String, String> details = new TreeMap<>(facts.details());
        inventory.attributes().forEach((name, value) -> {
            if (name.startsWith("repl-") || name.equals("ctime")) {
                details.put("rdb/" + name, value);
            }
        });
        details.put("consistency", transfer.consistency());
        details.put("rdb/checksum", reader.isChecksummed() ? "right" : "none");
        inventory.expiringSoon().forEach((database, count) -> details.put(database, Long.toString(count)));
        details.put(Sections.DATA_BYTES, Long.toString(facts.dataBytes()));
        details.put(Sections.LARGEST, Long.toString(inventory.largest()));
        if (!inventory.modules().isEmpty()) {
            details.put(Sections.TYPES_OF_MODULES, String.join(",", inventory.modules()));
            details.put(Sections.MODULES, String.join(",", facts.modules()));
        }
        warn(inventory, reader);
        StreamContent stream = new StreamContent(
                Sections.STREAM,
                bytes,
                "all databases and functions",
                "redis-server --appendonly no --dbfilename " + Sections.STREAM,
                sections.attributes(reader.version()));
        long libraries = Long.parseLong(inventory.evidence().facts().get(Inventory.FUNCTIONS));
        return new DumpReport(
                new SnapshotContent(
                        RedisEngine.KIND,
                        "Snapledger's own replica",
                        facts.version(),
                        List.of(stream),
                        inventory.evidence(),
                        inventory.keys() + libraries,
                        details,
                        notIncluded()),
                warnings);
    }

    private void warn(Inventory inventory, RdbReader reader) {
        if (!reader.isChecksummed() && !options.scans()) {
            warnings.add("the server makes RDBs without a checksum (rdbchecksum no): a byte that changed on the way"
                    + " would not be seen; HINT: set rdbchecksum yes");
        }
        if (inventory.hasMark()) {
            warnings.add("a restore into this store has not ended (key " + Mark.KEY
                    + "): what was dumped may be half of something; HINT: end that restore");
        }
        if (inventory.largest() > LARGEST_BY_DEFAULT) {
            warnings.add("a value has " + inventory.largest()
                    + " bytes; HINT: a restore needs proto-max-bulk-len of more" + " than that at its target");
        }
        if (!inventory.modulesBeside().isEmpty()) {
            warnings.add("data of modules that belong to no key are in the RDB and not brought back by a restore: "
                    + inventory.modulesBeside().stream().collect(Collectors.joining(", ")));
        }
        if (options.scans()) {
            warnings.add("keys were read one after the other, while others wrote: the snapshot is no single moment");
        }
    }

    private static List<NotIncluded> notIncluded() {
        return List.of(
                NotIncluded.inherent(
                        "configuration and users (redis.conf, CONFIG SET, ACL)", "they belong to the machine"),
                NotIncluded.inherent("scripts of EVAL, publications, clients", "they belong to the running server"),
                NotIncluded.inherent("how recently and how often keys were used", "a restore begins anew"));
    }
}
