package io.snapledger.stores.etcd;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.command.CommandRunner;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One dump of a cluster: the snapshot that a member sends, proved and counted by its bytes, and held against what the cluster says. */
final class EtcdDump {

    static final String STREAM = "snapshot.db";

    private static final int PIECE = 8 * 1024;
    private static final long MARGIN = 64L << 20;

    private final EtcdOptions options;
    private final CommandRunner here;
    private final TimeLeft time;
    private final StreamSink sink;
    private final Cancellation work;
    private final List<String> warnings = new ArrayList<>();

    EtcdDump(EtcdOptions options, CommandRunner here, TimeLeft time, StreamSink sink, Cancellation work) {
        this.options = options;
        this.here = here;
        this.time = time;
        this.sink = sink;
        this.work = work;
    }

    DumpReport run() throws StoreException, IOException {
        try (Gateway gateway = Gateway.open(options, time, work)) {
            Cluster cluster = Cluster.of(gateway);
            SortedMap<String, String> details = cluster.details();
            try (Spool spool = Spool.begin(here, cluster.bytes())) {
                copy(gateway, cluster, spool);
                try (KeyDatabase database = spool.read(time)) {
                    requireSame(cluster, database);
                    return report(cluster, details, spool.bytes(), database);
                }
            }
        } catch (MalformedDatabase e) {
            throw new StoreException(
                    Reason.INCOMPLETE,
                    "what the member at " + options.address() + " sent is no whole snapshot: " + e.getMessage(),
                    "try again; look at the member's log",
                    e);
        } catch (Carried e) {
            throw e.failure();
        }
    }

    private void copy(Gateway gateway, Cluster cluster, Spool spool) throws StoreException, IOException {
        IOException[] ofSink = new IOException[1];
        try (OutputStream out = sink.open(STREAM)) {
            OutputStream both = new Both(time.timely(out), spool, ofSink);
            SnapshotStream stream = new SnapshotStream(gateway, 2 * cluster.bytes() + MARGIN);
            gateway.ask("/v3/maintenance/snapshot", Map.of(), answer -> {
                stream.copy(answer, both);
                return true;
            });
        } catch (StoreException e) {
            if (ofSink[0] != null) {
                throw ofSink[0];
            }
            throw e;
        }
    }

    /** What the bytes hold is what the cluster's own index counted then. */
    private void requireSame(Cluster cluster, KeyDatabase database) throws StoreException {
        Optional<Long> counted = cluster.keysAt(database.revision());
        if (counted.isEmpty()) {
            warnings.add("the cluster has compacted revision " + database.revision()
                    + " before its count of keys could be compared with the snapshot's");
        } else if (counted.get() != database.keys()) {
            throw new StoreException(
                    Reason.INCOMPLETE,
                    "at revision " + database.revision() + " the cluster counts " + counted.get()
                            + " keys, the snapshot that it sent holds " + database.keys(),
                    "look whether its members agree (alarm CORRUPT, etcdctl endpoint hashkv)");
        }
    }

    private DumpReport report(Cluster cluster, SortedMap<String, String> details, long bytes, KeyDatabase database)
            throws StoreException, IOException {
        Tally tally = database.tally();
        boolean auth = database.asksForUsers();
        details.put("revision", Long.toString(database.revision()));
        details.put("keys/with-lease", Long.toString(tally.leased()));
        details.put("leases", Long.toString(database.leases().size()));
        details.put("auth/enabled", Boolean.toString(auth));
        details.put("auth/users", Long.toString(database.users()));
        details.put("auth/roles", Long.toString(database.roles()));
        details.put("keys/all", tally.words());
        warn(details, database);
        StreamContent stream = new StreamContent(
                STREAM,
                bytes,
                "all keys, with their history, leases, users and roles",
                "etcdutl snapshot restore " + STREAM + " --data-dir DIRECTORY (before 3.5: etcdctl)",
                Map.of());
        return new DumpReport(
                new SnapshotContent(
                        EtcdEngine.KIND,
                        "Snapledger's own reader",
                        "etcd " + cluster.version(),
                        List.of(stream),
                        tally.evidence(),
                        tally.lasting() + tally.leased(),
                        details,
                        notIncluded(cluster)),
                warnings);
    }

    private void warn(SortedMap<String, String> details, KeyDatabase database) throws IOException {
        for (String alarm : details.get("alarms").split(",")) {
            if (!alarm.isEmpty()) {
                warnings.add(
                        alarm.equals("CORRUPT")
                                ? "the cluster has the alarm CORRUPT: its members disagree, and this snapshot is what one of them has"
                                : "the cluster has the alarm " + alarm);
            }
        }
        if (database.hasMark()) {
            warnings.add("a restore into this cluster has not ended (key " + Mark.KEY
                    + "): what was dumped may be half of something; HINT: end that restore");
        }
    }

    private List<NotIncluded> notIncluded(Cluster cluster) throws StoreException {
        List<NotIncluded> missing = new ArrayList<>(List.of(
                NotIncluded.inherent(
                        "members, their names, addresses and certificates", "a restore makes a new cluster"),
                NotIncluded.inherent("settings of the members", "they belong to their machines")));
        long old = cluster.keysOfVersion2();
        if (old > 0) {
            missing.add(new NotIncluded(
                    "keys of the API of version 2",
                    "no snapshot holds them; HINT: move them to version 3",
                    NotIncluded.Cause.MISSED,
                    old));
        }
        return missing;
    }

    /** Writes to the caller's stream and to the copy; remembers what failed about the first, which must be told unchanged. */
    private static final class Both extends FilterOutputStream {

        private final OutputStream second;
        private final IOException[] ofFirst;

        Both(OutputStream first, OutputStream second, IOException[] ofFirst) {
            super(first);
            this.second = second;
            this.ofFirst = ofFirst;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += PIECE) {
                int count = Math.min(PIECE, length - at);
                try {
                    out.write(bytes, offset + at, count);
                } catch (Carried e) {
                    throw e;
                } catch (IOException e) {
                    ofFirst[0] = e;
                    throw e;
                }
                second.write(bytes, offset + at, count);
            }
        }
    }
}
