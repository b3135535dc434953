package io.snapledger.stores.postgresql;

/** Values in libpq's connection strings, where a plain database name with an equals sign would be taken for one. */
final class Conninfo {

    private Conninfo() {}

    static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
