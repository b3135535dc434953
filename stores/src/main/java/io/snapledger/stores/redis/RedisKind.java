package io.snapledger.stores.redis;

import io.snapledger.settings.Secret;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.KindOption.Locates;
import io.snapledger.stores.LocationForm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the kind says of itself. */
final class RedisKind {

    static final KindOption<String> HOST =
            KindOption.host("host", "the server").byDefault("127.0.0.1").locating(Locates.ADDRESS);

    static final KindOption<Integer> PORT =
            KindOption.number("port", 1, 65535, "its port").byDefault("6379").locating(Locates.ADDRESS);

    static final KindOption<String> USERNAME = KindOption.text(
                    "username", "who dumps, with the rights that [Redis](redis.md) names")
            .unset("the user `default`");

    static final KindOption<Secret> PASSWORD =
            KindOption.secret("password", "how to prove it").unset("the server must not ask");

    static final KindOption<Boolean> TLS = KindOption.flag(
                    "tls", "whether TLS is spoken; the server's certificate and name are then checked")
            .byDefault("false");

    static final KindOption<Path> CA_FILE = KindOption.path(
                    "ca-file", "certificates (PEM) of who signs the server's; TLS is spoken then")
            .unset("those that this machine trusts");

    static final KindOption<String> METHOD = KindOption.choice(
                    "method",
                    List.of("sync", "scan"),
                    "`sync`: as a replica, all at one moment; `scan`: key by key, where nobody may be a replica")
            .byDefault("sync");

    static final KindOption<Boolean> DISKLESS = KindOption.flag(
                    "diskless", "whether the server may send its data without writing a file first")
            .byDefault("false");

    static final KindOption<Integer> TIMEOUT = KindOption.number(
                    "timeout", 1, 3600, "how long the server may be silent, in seconds")
            .byDefault("60");

    static final KindOption<List<String>> DATABASES = KindOption.texts(
                    "databases", "numbers: only these of the snapshot's, and no functions")
            .unset("all");

    static final KindOption<List<String>> RENAME =
            KindOption.texts("rename", "new numbers: `0=5,1=6`; then no functions are restored");

    static final KindDescription DESCRIPTION = new KindDescription(
                    RedisEngine.KIND,
                    "the databases and functions of a Redis or Valkey server",
                    new LocationForm.Server(
                            HOST,
                            PORT,
                            Optional.of(USERNAME),
                            Optional.empty(),
                            Optional.of(PASSWORD),
                            "//backup@127.0.0.1:6379"),
                    List.of(HOST, PORT, USERNAME, PASSWORD, TLS, CA_FILE, METHOD, DISKLESS, TIMEOUT),
                    List.of(DATABASES, RENAME))
            .called("valkey");

    private RedisKind() {}
}
