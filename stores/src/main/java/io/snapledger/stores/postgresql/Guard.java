package io.snapledger.stores.postgresql;

import java.sql.SQLException;
import java.util.List;

/**
 * Keeps code that runs while its database is being restored from changing definitions. The loading role owns all objects until they are handed
 * to their owners, who may be superusers: code that ran as the loading role could otherwise put its own words into their functions. Event
 * triggers of the superuser refuse the loading role every command of DDL that comes from inside of a function, all of them while rows are
 * loaded, and those that end with other settings of how statements are read.
 */
final class Guard {

    private static final String NESTED = "snapledger_nested";
    private static final String SETTINGS = "snapledger_settings";
    private static final String ROWS = "snapledger_rows";

    /** PG_CONTEXT has one line, this function's own, for a command that a client sent; each caller in between adds more. */
    private static final String REFUSE_NESTED = """
            declare stack pg_catalog.text;
            begin
              if session_user operator(pg_catalog.=) %s::pg_catalog.name then
                get diagnostics stack = pg_context;
                if pg_catalog.strpos(stack, pg_catalog.chr(10)) operator(pg_catalog.>) 0 then
                  raise exception 'code stored in the database tried to run % while the database is being restored', tg_tag;
                end if;
              end if;
            end""";

    private static final String REFUSE_SETTINGS = """
            begin
              if session_user operator(pg_catalog.=) %s::pg_catalog.name and (
                  pg_catalog.current_setting('search_path') operator(pg_catalog.<>) all (array['', '""', 'pg_catalog,pg_temp', 'pg_catalog, pg_temp'])
                  or pg_catalog.current_setting('client_encoding') operator(pg_catalog.<>) all (array['UTF8', 'LATIN1', 'SQL_ASCII', %s])
                  or pg_catalog.current_setting('standard_conforming_strings') operator(pg_catalog.<>) 'on'
                  or pg_catalog.current_setting('transform_null_equals') operator(pg_catalog.<>) 'off'
                  or pg_catalog.current_setting('array_nulls') operator(pg_catalog.<>) 'on'
                  or pg_catalog.current_setting('datestyle') operator(pg_catalog.<>) 'ISO, MDY'
                  or pg_catalog.current_setting('intervalstyle') operator(pg_catalog.<>) 'postgres') then
                raise exception 'code stored in the database changed how statements are read while it is being restored';
              end if;
            end""";

    private static final String REFUSE_ALL = """
            begin
              if session_user operator(pg_catalog.=) %s::pg_catalog.name then
                raise exception 'code stored in the database tried to run % while rows are loaded', tg_tag;
              end if;
            end""";

    private final Sql superuser;
    private final String schema;
    private final String role;

    /**
     * @param superuser in the database
     * @param role the loading role
     */
    Guard(Sql superuser, String role) {
        this.superuser = superuser;
        this.role = role;
        this.schema = role;
    }

    /** @param encoding of the database, in which its archive is */
    void install(String encoding) throws SQLException {
        superuser.run("create schema " + Sql.name(schema));
        watch(NESTED, "ddl_command_start", REFUSE_NESTED.replaceFirst("%s", quoted(role)));
        watch(
                SETTINGS,
                "ddl_command_end",
                REFUSE_SETTINGS.replaceFirst("%s", quoted(role)).replaceFirst("%s", quoted(encoding)));
        watch(ROWS, "ddl_command_start", REFUSE_ALL.replaceFirst("%s", quoted(role)));
        let(true);
    }

    private static String quoted(String text) {
        return java.util.regex.Matcher.quoteReplacement(Sql.literal(text));
    }

    private void watch(String name, String event, String body) throws SQLException {
        superuser.run("create function " + Sql.name(schema, name) + "() returns event_trigger language plpgsql as "
                + Sql.literal(body));
        superuser.run(
                "create event trigger " + name + " on " + event + " execute function " + Sql.name(schema, name) + "()");
        superuser.run("alter event trigger " + name + " enable always");
    }

    /** Whether the loading role may define anything now. */
    void let(boolean define) throws SQLException {
        superuser.run("alter event trigger " + ROWS + (define ? " disable" : " enable always"));
    }

    void remove() throws SQLException {
        for (String name : List.of(NESTED, SETTINGS, ROWS)) {
            superuser.run("drop event trigger " + name);
        }
        superuser.run("drop schema " + Sql.name(schema) + " cascade");
    }
}
