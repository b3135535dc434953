package io.snapledger.stores.mariadb;

import io.snapledger.settings.Secret;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.KindOption.Locates;
import io.snapledger.stores.LocationForm;
import java.util.List;
import java.util.Optional;

/** What the kind says of itself. */
final class MariadbKind {

    static final KindOption<String> HOST =
            KindOption.host("host", "the server").byDefault("127.0.0.1").locating(Locates.ADDRESS);

    static final KindOption<Integer> PORT =
            KindOption.number("port", 1, 65535, "its port").byDefault("3306").locating(Locates.ADDRESS);

    static final KindOption<String> USERNAME = KindOption.text(
                    "username", "who dumps or restores; `store check` names the privileges that it lacks")
            .byDefault("root");

    static final KindOption<Secret> PASSWORD =
            KindOption.secret("password", "how to prove it").unset("the server must not ask");

    static final KindOption<List<String>> DATABASES =
            KindOption.texts("databases", "only these").unset("all but the server's own");

    static final KindOption<List<String>> EXCLUDE_DATABASES = KindOption.texts("exclude-databases", "not these");

    static final KindOption<Boolean> USERS = KindOption.flag("users", "whether users, roles and grants are dumped")
            .byDefault("true");

    static final KindOption<String> SSL_MODE = KindOption.choice(
                    "ssl-mode",
                    List.of("disable", "trust", "verify-full"),
                    "`trust`: encrypted, whatever certificate the server shows")
            .byDefault("disable");

    static final KindOption<String> TOOLS =
            KindOption.text("tools", "directory of mariadb-dump").unset("found by PATH");

    static final KindOption<List<String>> ONLY_DATABASES =
            KindOption.texts("databases", "only these of the snapshot's").unset("all");

    static final KindOption<List<String>> RENAME = KindOption.texts("rename", "new names: `shop=shop2,crm=crm_old`");

    static final KindOption<String> RENAME_SUFFIX =
            KindOption.text("rename-suffix", "appended to every name without a new one");

    static final KindOption<String> RESTORED_USERS = KindOption.choice(
                    "users",
                    List.of("create", "skip"),
                    "`create` makes the missing ones; those that are there are kept")
            .byDefault("create");

    static final KindOption<String> DEFINER = KindOption.choice(
                    "definer",
                    List.of("keep", "current"),
                    "`current`: views, triggers, routines and events belong to who restores them")
            .byDefault("keep");

    static final KindDescription DESCRIPTION = new KindDescription(
                    MariadbEngine.KIND,
                    "the databases and users of a MariaDB server",
                    new LocationForm.Server(
                            HOST,
                            PORT,
                            Optional.of(USERNAME),
                            Optional.of(DATABASES),
                            Optional.of(PASSWORD),
                            "//backup@127.0.0.1:3306"),
                    List.of(HOST, PORT, USERNAME, PASSWORD, DATABASES, EXCLUDE_DATABASES, USERS, SSL_MODE, TOOLS),
                    List.of(ONLY_DATABASES, RENAME, RENAME_SUFFIX, RESTORED_USERS, DEFINER))
            .called("mysql");

    private MariadbKind() {}
}
