package io.snapledger.stores.postgresql;

import io.snapledger.settings.Secret;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.KindOption.Locates;
import io.snapledger.stores.LocationForm;
import java.util.List;
import java.util.Optional;

/** What the kind says of itself. */
final class PostgresqlKind {

    static final KindOption<String> HOST =
            KindOption.host("host", "the server").byDefault("127.0.0.1").locating(Locates.ADDRESS);

    static final KindOption<Integer> PORT =
            KindOption.number("port", 1, 65535, "its port").byDefault("5432").locating(Locates.ADDRESS);

    static final KindOption<String> USERNAME = KindOption.text(
                    "username", "who dumps; a plain role needs the rights that `store check` names")
            .byDefault("postgres");

    static final KindOption<Secret> PASSWORD =
            KindOption.secret("password", "how to prove it").unset("the server must not ask");

    static final KindOption<String> DATABASE = KindOption.text(
                    "database", "connected to for questions about the whole server")
            .byDefault("postgres");

    static final KindOption<List<String>> DATABASES =
            KindOption.texts("databases", "only these").unset("all");

    static final KindOption<List<String>> EXCLUDE_DATABASES = KindOption.texts("exclude-databases", "not these");

    static final KindOption<String> EVIDENCE = KindOption.choice(
                    "evidence",
                    List.of("counts", "digests"),
                    "`digests`: also a digest of every table's rows, which costs a scan")
            .byDefault("counts");

    static final KindOption<Boolean> GLOBALS =
            KindOption.flag("globals", "whether roles are dumped").byDefault("true");

    static final KindOption<String> SSL_MODE = KindOption.choice(
                    "ssl-mode",
                    List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
                    "as libpq's")
            .byDefault("prefer");

    static final KindOption<String> TOOLS =
            KindOption.text("tools", "directory of pg_dump and its kin").unset("found by the server's version");

    static final KindOption<List<String>> ONLY_DATABASES =
            KindOption.texts("databases", "only these of the snapshot's").unset("all");

    static final KindOption<List<String>> RENAME = KindOption.texts("rename", "new names: `shop=shop2,crm=crm_old`");

    static final KindOption<String> RENAME_SUFFIX =
            KindOption.text("rename-suffix", "appended to every name without a new one");

    static final KindOption<String> ROLES = KindOption.choice(
                    "roles",
                    List.of("create", "replace", "skip"),
                    "`create` makes the missing ones; `replace` also gives the others the snapshot's attributes and passwords; `skip` touches none")
            .byDefault("create");

    static final KindOption<Boolean> KEEP_REPLACED = KindOption.flag(
                    "keep-replaced", "whether replaced databases stay, renamed and closed")
            .byDefault("false");

    static final KindOption<Boolean> ANALYZE = KindOption.flag(
                    "analyze", "whether the planner's statistics are made afresh")
            .byDefault("true");

    static final KindOption<String> TABLESPACES = KindOption.choice(
                    "tablespaces",
                    List.of("keep", "default"),
                    "`default`: into the default tablespace, where the old ones are missing")
            .byDefault("keep");

    static final KindOption<String> LOCALE = KindOption.text(
                    "locale", "locale of the restored databases, of the C library, such as `C.UTF-8`")
            .unset("as it was");

    static final KindOption<String> STORED_CODE = KindOption.choice(
                    "stored-code",
                    List.of("confined", "trusted"),
                    "`trusted`: code that is stored in the databases may run as the superuser who restores them")
            .byDefault("confined");

    static final KindOption<List<String>> SKIP = KindOption.texts(
            "skip",
            "patterns of entries of the archives' tables of contents that are left out with all that depends on them");

    static final KindDescription DESCRIPTION = new KindDescription(
                    PostgresqlEngine.KIND,
                    "the databases and roles of a PostgreSQL server",
                    new LocationForm.Server(
                            HOST,
                            PORT,
                            Optional.of(USERNAME),
                            Optional.of(DATABASES),
                            Optional.of(PASSWORD),
                            "//backup@127.0.0.1:5432"),
                    List.of(
                            HOST,
                            PORT,
                            USERNAME,
                            PASSWORD,
                            DATABASE,
                            DATABASES,
                            EXCLUDE_DATABASES,
                            EVIDENCE,
                            GLOBALS,
                            SSL_MODE,
                            TOOLS),
                    List.of(
                            ONLY_DATABASES,
                            RENAME,
                            RENAME_SUFFIX,
                            ROLES,
                            KEEP_REPLACED,
                            ANALYZE,
                            TABLESPACES,
                            LOCALE,
                            STORED_CODE,
                            SKIP))
            .called("postgresdb");

    private PostgresqlKind() {}
}
