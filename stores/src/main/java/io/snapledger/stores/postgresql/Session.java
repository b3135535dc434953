package io.snapledger.stores.postgresql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What every session of ours pins before its first statement, whatever the server, the database and the role have set: no
 * object of a stranger is found by a name, nobody's rules filter or translate what is read, and no foreign limit ends it.
 * Parameters of the connection's start win over {@code ALTER DATABASE … SET} and {@code ALTER ROLE … SET}.
 *
 * @param major of the server; 0 while it is not known, before the first connection
 * @param superuser whether the role may set what only a superuser sets
 * @param readOnly whether transactions may write nothing
 */
record Session(int major, boolean superuser, boolean readOnly) {

    /** Arguments {@code -c name=value} as the start of a connection takes them (JDBC's {@code options}, libpq's {@code PGOPTIONS}). */
    String options() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("search_path", "pg_catalog,pg_temp"); // pg_temp last, or it would be first
        settings.put("role", "none");
        settings.put("row_security", "off"); // who may not read a row is refused, not shown less
        settings.put("local_preload_libraries", "");
        settings.put("default_transaction_read_only", readOnly ? "on" : "off");
        settings.put("default_transaction_deferrable", "off");
        settings.put("default_transaction_isolation", "read committed");
        settings.put("transform_null_equals", "off");
        settings.put("standard_conforming_strings", "on");
        settings.put("quote_all_identifiers", "off");
        settings.put("intervalstyle", "postgres");
        settings.put("datestyle", "ISO,MDY");
        settings.put("timezone", "UTC");
        settings.put("extra_float_digits", "3");
        settings.put("bytea_output", "hex");
        settings.put("xmloption", "content");
        settings.put("statement_timeout", "0");
        settings.put("lock_timeout", "0");
        settings.put("idle_in_transaction_session_timeout", "0");
        if (major >= 14) {
            settings.put("idle_session_timeout", "0");
        }
        if (major >= 17) {
            settings.put("transaction_timeout", "0");
        }
        if (superuser) {
            settings.put("lc_messages", "C"); // what tools say is read by programs
            settings.put("zero_damaged_pages", "off");
            settings.put("ignore_checksum_failure", "off");
            if (major >= 17) {
                settings.put("event_triggers", "off"); // those of a login are code in the database
            }
        }
        return settings.entrySet().stream()
                .map(setting ->
                        "-c " + setting.getKey() + "=" + setting.getValue().replace(" ", "\\ "))
                .collect(Collectors.joining(" "));
    }
}
