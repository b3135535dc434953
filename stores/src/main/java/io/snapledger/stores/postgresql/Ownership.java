package io.snapledger.stores.postgresql;

import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives objects to the owners that an archive names; nothing that is stored in the database runs by that. */
final class Ownership {

    private static final Set<String> RELATIONS = Set.of("TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW");

    private static final Set<String> BY_NAME = Set.of(
            "COLLATION",
            "CONVERSION",
            "DOMAIN",
            "SEQUENCE",
            "STATISTICS",
            "TEXT SEARCH DICTIONARY",
            "TEXT SEARCH CONFIGURATION",
            "TYPE",
            "SCHEMA",
            "PROCEDURAL LANGUAGE",
            "PUBLICATION",
            "SERVER",
            "SUBSCRIPTION",
            "FOREIGN DATA WRAPPER");

    /** Those whose names need arguments or methods, as the statement that drops them has them. */
    private static final Set<String> BY_REMOVAL =
            Set.of("AGGREGATE", "FUNCTION", "PROCEDURE", "OPERATOR", "OPERATOR CLASS", "OPERATOR FAMILY");

    private final Sql superuser;
    private final String encoding;

    /** @param encoding of the database, in which its archive is */
    Ownership(Sql superuser, String encoding) {
        this.superuser = superuser;
        this.encoding = encoding;
    }

    /** Tables go first: their sequences go with them, and could not go alone. */
    void give(List<Entry> entries) throws SQLException {
        for (Entry entry : entries) {
            if (RELATIONS.contains(entry.kind())) {
                give(entry, entry.owner());
            }
        }
        for (Entry entry : entries) {
            if (!RELATIONS.contains(entry.kind())) {
                give(entry, entry.owner());
            }
        }
    }

    /** @param owner as the archive has it; empty: nobody in particular */
    void give(Entry entry, String owner) throws SQLException {
        Optional<String> object = object(entry);
        if (object.isPresent() && !owner.isEmpty()) {
            run("ALTER " + object.get() + " OWNER TO " + Sql.name(owner));
        }
    }

    private static Optional<String> object(Entry entry) {
        if (RELATIONS.contains(entry.kind()) || BY_NAME.contains(entry.kind())) {
            return Optional.of(entry.kind() + " "
                    + (entry.schema().isEmpty() ? Sql.name(entry.tag()) : Sql.name(entry.schema(), entry.tag())));
        }
        if (BY_REMOVAL.contains(entry.kind()) && entry.removal().startsWith("DROP ")) {
            return Optional.of(
                    entry.removal().substring("DROP ".length()).strip().replaceFirst(";$", ""));
        }
        return Optional.empty();
    }

    /** Runs bytes of an archive, whatever their encoding: the server converts them. */
    private void run(String bytes) throws SQLException {
        if (bytes.chars().allMatch(c -> c < 128)) {
            superuser.run(bytes);
        } else {
            String hex = HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1));
            superuser.run("do $do$ begin execute pg_catalog.convert_from(pg_catalog.decode('" + hex + "', 'hex'), '"
                    + encoding.replace("'", "''") + "'); end $do$");
        }
    }
}
