package io.snapledger.stores.etcd;

import io.snapledger.stores.Probe;
import io.snapledger.stores.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Looks at a cluster as a dump would find it. */
final class EtcdProbe {

    private static final long MUCH = 80;

    private final Gateway gateway;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    EtcdProbe(Gateway gateway) {
        this.gateway = gateway;
    }

    Probe look() throws StoreException {
        Cluster cluster = Cluster.of(gateway);
        if (!cluster.hasLeader()) {
            warnings.add("the cluster has no leader: a snapshot is what this member has");
        }
        tellOfAlarms(cluster);
        tellOfQuota(cluster);
        tellOfRights();
        if (problems.isEmpty()) {
            tellOfKeys(cluster);
        }
        return new Probe(
                true,
                "etcd " + cluster.version(),
                "Snapledger's own reader",
                OptionalLong.of(cluster.bytes()),
                problems,
                warnings);
    }

    private void tellOfAlarms(Cluster cluster) {
        try {
            cluster.alarms().forEach(alarm -> warnings.add("the cluster has the alarm " + alarm));
        } catch (StoreException e) {
            warnings.add("its alarms cannot be read: " + e.getMessage());
        }
    }

    private void tellOfQuota(Cluster cluster) {
        cluster.quota()
                .filter(quota -> cluster.bytes() > quota / 100 * MUCH)
                .ifPresent(
                        quota -> warnings.add("its database has " + cluster.bytes() + " bytes (" + cluster.bytesInUse()
                                + " of them in use) of a quota of " + quota + "; HINT: compact and defragment"));
    }

    /** A snapshot needs the role root, which shows here: who may list users may take one. */
    private void tellOfRights() {
        try {
            gateway.ask("/v3/auth/user/list", java.util.Map.of());
        } catch (StoreException e) {
            problems.add(e.told());
        }
    }

    private void tellOfKeys(Cluster cluster) throws StoreException {
        long old = cluster.keysOfVersion2();
        if (old > 0) {
            warnings.add("it has " + old + " keys of the API of version 2, which no snapshot holds");
        }
        if (Marking.read(gateway).isPresent()) {
            warnings.add("a restore into it has not ended (key " + Mark.KEY + ")");
        }
    }
}
