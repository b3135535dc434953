package io.snapledger.stores.etcd;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Finds out what a restore would do to a running cluster. */
final class EtcdPlan {

    private final EtcdOptions options;
    private final RestoreOptions restore;
    private final SnapshotContent content;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> blockers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    EtcdPlan(EtcdOptions options, RestoreOptions restore, SnapshotContent content) {
        this.options = options;
        this.restore = restore;
        this.content = content;
    }

    RestorePlan make(TimeLeft time, Cancellation work) {
        try (Gateway gateway = Gateway.open(options, time, work)) {
            return make(gateway);
        } catch (StoreException e) {
            blockers.add(e.told());
        }
        return plan(false, "the target could not be looked at");
    }

    RestorePlan make(Gateway gateway) throws StoreException {
        Cluster cluster = Cluster.of(gateway);
        if (!cluster.hasLeader()) {
            blockers.add("the cluster at " + options.address() + " has no leader; HINT: repair it first");
        }
        for (String alarm : cluster.alarms()) {
            blockers.add("the cluster has the alarm " + alarm
                    + "; HINT: repair what it says, and disarm it (etcdctl alarm disarm)");
        }
        checkSpace(cluster);
        tellWhatIsLost();
        long there = new KeyRange(gateway, restore.scope()).count().keys();
        changes.add(new Change(there > 0 ? Action.REPLACE : Action.CREATE, words(there)));
        return plan(
                there == 0,
                there == 0
                        ? "it holds no keys where this restore writes"
                        : "it holds " + there + " keys where this restore writes");
    }

    private String words(long there) {
        long come = restore.renewsLeases() ? content.objects() : content.objects() - leased();
        String which = restore.scope().isWhole()
                ? "all keys"
                : "keys that begin with '" + new String(restore.scope().prefix(), StandardCharsets.UTF_8) + "'";
        return which + ": " + there + " go, " + come + " come";
    }

    private long leased() {
        return number("keys/with-lease");
    }

    private long number(String detail) {
        String value = content.details().getOrDefault(detail, "0");
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }

    private void checkSpace(Cluster cluster) {
        cluster.quota()
                .filter(quota -> bytes() > quota)
                .ifPresent(quota -> warnings.add("the snapshot's database has " + bytes()
                        + " bytes, its history among them; the target may have " + quota + " (--quota-backend-bytes)"));
    }

    private void tellWhatIsLost() {
        warnings.add("revisions and history are not restored key by key: whoever watches the cluster must read anew;"
                + " a data directory (option path) keeps them");
        if (content.details().getOrDefault("auth/enabled", "").equals("true") || number("auth/users") > 0) {
            warnings.add("the snapshot's " + number("auth/users") + " users and " + number("auth/roles")
                    + " roles are not restored key by key; a data directory (option path) has them");
        }
        if (leased() > 0) {
            warnings.add(leased() + " keys have a lease: "
                    + (restore.renewsLeases() ? "each gets the lease's whole time again" : "they are left out")
                    + ", and they are not compared");
        }
    }

    private long bytes() {
        return content.streams().isEmpty() ? 0 : content.streams().get(0).bytes();
    }

    private RestorePlan plan(boolean fresh, String freshness) {
        return new RestorePlan(fresh, freshness, false, changes, OptionalLong.of(bytes()), blockers, warnings);
    }
}
