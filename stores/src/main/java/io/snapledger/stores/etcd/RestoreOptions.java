package io.snapledger.stores.etcd;

import io.snapledger.stores.KindOption;
import io.snapledger.stores.Options;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;
import java.util.List;

/**
 * How a snapshot is restored.
 *
 * @param scope into which keys of a running cluster
 * @param renewsLeases whether keys with a lease are restored, with a lease of the whole time
 * @param member for a data directory: its name, and what it is told of its cluster
 */
record RestoreOptions(KeyScope scope, boolean renewsLeases, Member member) {

    /** The member that a data directory is prepared for. */
    record Member(String name, String initialCluster, String token, String peerUrl, boolean mayDifferInPatch) {}

    static RestoreOptions of(RestoreTarget target, EtcdOptions store) throws StoreException {
        Options options = Options.of(target, EtcdKind.DESCRIPTION);
        String name = options.get(EtcdKind.MEMBER);
        String url = options.get(EtcdKind.PEER_URL);
        RestoreOptions parsed = new RestoreOptions(
                KeyScope.of(options.find(EtcdKind.PREFIX).orElse("")),
                options.get(EtcdKind.LEASES).equals("renew"),
                new Member(
                        name,
                        options.find(EtcdKind.INITIAL_CLUSTER).orElse(name + "=" + url),
                        options.get(EtcdKind.TOKEN),
                        url,
                        options.get(EtcdKind.ALLOW_PATCH_DIFFERENCE)));
        boolean prepares = store.dataDir().isPresent();
        List<KindOption<?>> strange = prepares ? EtcdKind.OF_CLUSTER : EtcdKind.OF_DIRECTORY;
        strange.stream()
                .map(KindOption::name)
                .filter(target.options()::containsKey)
                .forEach(option -> options.problem("'" + option + "' is for a restore into "
                        + (prepares ? "a running cluster" : "a data directory (option path of the store)")));
        if (!target.only().isEmpty()) {
            options.problem("the snapshot holds no '" + target.only().get(0) + "' that can be restored alone");
        }
        options.finish();
        return parsed;
    }
}
