package io.snapledger.stores.postgresql;

/** Conditions that the queries of the catalog have in common. */
final class Catalog {

    /** The first oid that initdb does not give (FirstNormalObjectId in access/transam.h). */
    static final int FIRST_OWN = 16384;

    /** The schema {@code n} is no schema of the system's. */
    static final String OURS = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

    private Catalog() {}

    /** The object is no part of an extension, whose script makes it again. */
    static String noExtension(String alias, String catalog) {
        return "not exists (select from pg_depend x where x.deptype = 'e' and x.objid = " + alias
                + ".oid and x.classid = '" + catalog + "'::regclass)";
    }

    /** The index {@code c} was left behind unfinished: pg_dump leaves it out (getIndexes in pg_dump.c). */
    static String unfinishedIndex() {
        return "exists (select from pg_index i join pg_class o on o.oid = i.indrelid"
                + " where i.indexrelid = c.oid and not i.indisvalid and o.relkind <> 'p')";
    }
}
