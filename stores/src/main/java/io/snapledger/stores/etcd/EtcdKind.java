package io.snapledger.stores.etcd;

import io.snapledger.settings.Secret;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.KindOption.Locates;
import io.snapledger.stores.LocationForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kind says of itself. */
final class EtcdKind {

    static final KindOption<String> HOST =
            KindOption.host("host", "a member").byDefault("127.0.0.1").locating(Locates.ADDRESS);

    static final KindOption<Integer> PORT = KindOption.number("port", 1, 65535, "its port for clients")
            .byDefault("2379")
            .locating(Locates.ADDRESS);

    static final KindOption<Path> PATH = KindOption.path(
                    "path",
                    "a restore prepares this directory for a member that is not running, instead of writing to the cluster")
            .unset("a restore writes to the cluster")
            .locating(Locates.WITHIN_REACH);

    static final KindOption<String> USERNAME = KindOption.text(
                    "username", "who dumps: a user with the role `root`, where the cluster asks for users")
            .unset("nobody is named");

    static final KindOption<Secret> PASSWORD =
            KindOption.secret("password", "how to prove it").unset("the cluster must not ask");

    static final KindOption<Boolean> TLS = KindOption.flag(
                    "tls", "whether TLS is spoken; the member's certificate and name are then checked")
            .byDefault("false");

    static final KindOption<Path> CA_FILE = KindOption.path(
                    "ca-file", "certificates (PEM) of who signs the member's; TLS is spoken then")
            .unset("those that this machine trusts");

    static final KindOption<Path> CERT_FILE = KindOption.path(
                    "cert-file", "a certificate (PEM) to show to the member; TLS is spoken then")
            .unset("none is shown");

    static final KindOption<Path> KEY_FILE = KindOption.path("key-file", "its private key (PEM, without a password)")
            .unset("none");

    static final KindOption<Integer> TIMEOUT = KindOption.number(
                    "timeout", 1, 3600, "how long the member may be silent, in seconds")
            .byDefault("60");

    static final KindOption<Path> TOOLS = KindOption.path(
                    "tools", "directory of `etcdutl` or `etcdctl`, which prepare a data directory")
            .unset("PATH");

    static final KindOption<String> PREFIX = KindOption.text(
                    "prefix", "put before every key; the restore then touches nothing but keys that begin so")
            .unset("the cluster's keys become those of the snapshot");

    static final KindOption<String> LEASES = KindOption.choice(
                    "leases",
                    List.of("renew", "leave-out"),
                    "keys that are to vanish with a lease: `renew` gives the lease its whole time again, `leave-out` leaves them out")
            .byDefault("renew");

    static final KindOption<String> MEMBER = KindOption.text(
                    "member", "name of the member whose data directory is prepared")
            .byDefault("default");

    static final KindOption<String> INITIAL_CLUSTER = KindOption.text(
                    "initial-cluster", "all members of the new cluster: `a=https://a:2380,b=https://b:2380`")
            .unset("this member alone");

    static final KindOption<String> TOKEN = KindOption.text(
                    "initial-cluster-token", "tells the new cluster from others; the same for all its members")
            .byDefault("etcd-cluster");

    static final KindOption<String> PEER_URL =
            KindOption.text("peer-url", "where other members reach this one").byDefault("http://localhost:2380");

    static final KindOption<Boolean> ALLOW_PATCH_DIFFERENCE = KindOption.flag(
                    "allow-patch-difference",
                    "whether the tool that prepares may have another patch version than the snapshot's member")
            .byDefault("false");

    /** Restore options that only a data directory has. */
    static final List<KindOption<?>> OF_DIRECTORY =
            List.of(MEMBER, INITIAL_CLUSTER, TOKEN, PEER_URL, ALLOW_PATCH_DIFFERENCE);

    /** Restore options that only a running cluster has. */
    static final List<KindOption<?>> OF_CLUSTER = List.of(PREFIX, LEASES);

    static final KindDescription DESCRIPTION = new KindDescription(
            EtcdEngine.KIND,
            "the keys of an etcd cluster",
            new Location(),
            List.of(HOST, PORT, PATH, USERNAME, PASSWORD, TLS, CA_FILE, CERT_FILE, KEY_FILE, TIMEOUT, TOOLS),
            List.of(PREFIX, LEASES, MEMBER, INITIAL_CLUSTER, TOKEN, PEER_URL, ALLOW_PATCH_DIFFERENCE));

    private EtcdKind() {}

    /** A member, or a directory to prepare. */
    private static final class Location implements LocationForm {

        private static final LocationForm MEMBER_OF_CLUSTER = new Server(
                HOST, PORT, Optional.of(USERNAME), Optional.empty(), Optional.of(PASSWORD), "//127.0.0.1:2379");
        private static final LocationForm DIRECTORY = new Directory(PATH, "/var/lib/etcd/default");

        @Override
        public String form() {
            return MEMBER_OF_CLUSTER.form() + " or " + DIRECTORY.form();
        }

        @Override
        public String example() {
            return MEMBER_OF_CLUSTER.example();
        }

        @Override
        public Map<String, String> parse(String store, String location) {
            return (location.startsWith("//") ? MEMBER_OF_CLUSTER : DIRECTORY).parse(store, location);
        }
    }
}
