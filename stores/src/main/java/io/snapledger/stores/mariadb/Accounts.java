package io.snapledger.stores.mariadb;

import io.snapledger.stores.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Users and roles of a server, as statements that make them. */
final class Accounts {

    /** Made by every server or its installer for itself. */
    private static final Set<String> OWN = Set.of("root", "mysql", "mariadb.sys", "PUBLIC", "");

    private static final Pattern PROOF = Pattern.compile(
            " IDENTIFIED (?:BY PASSWORD|VIA) '?.*?(?= REQUIRE | WITH | ACCOUNT | PASSWORD EXPIRE|$)", Pattern.DOTALL);

    /**
     * One of them.
     *
     * @param host empty for a role
     * @param create what makes it, with how it proves who it is
     * @param grants what it may do
     */
    record Account(String user, String host, String create, List<String> grants) {

        boolean isRole() {
            return host.isEmpty() && create.startsWith("CREATE ROLE ");
        }

        /** As {@code GRANT} names it. */
        String quoted() {
            return isRole() ? Sql.name(user) : Sql.name(user) + "@" + Sql.name(host);
        }

        /** As facts and people name it. */
        String label() {
            return isRole() ? user : user + "@" + host;
        }

        String type() {
            return isRole() ? "role" : "user";
        }

        Account {
            grants = List.copyOf(grants);
        }
    }

    /** {@code ER_PASSWORD_NO_MATCH} and {@code ER_NONEXISTING_GRANT}. */
    private static final Set<Integer> UNUSED = Set.of(1133, 1141);

    private final Sql sql;
    private final List<String> unused = new ArrayList<>();

    Accounts(Connection connection) {
        sql = new Sql(connection);
    }

    List<Account> all() throws SQLException {
        List<Account> accounts = new ArrayList<>();
        for (List<String> row :
                sql.rows("select user, host, is_role from mysql.user order by is_role desc, user, host")) {
            if (!OWN.contains(row.get(0))) {
                add(accounts, row.get(0), row.get(1), row.get(2).equals("Y"));
            }
        }
        return accounts;
    }

    private void add(List<Account> accounts, String name, String host, boolean role) throws SQLException {
        try {
            accounts.add(role ? role(name) : user(name, host));
        } catch (SQLException e) {
            if (!UNUSED.contains(e.getErrorCode())) {
                throw e;
            }
            unused.add(name + "@" + host);
        }
    }

    /** Those that the server keeps but does not know, as it does with names of hosts that it does not look up. */
    List<String> unused() {
        return unused;
    }

    private Account role(String name) throws SQLException {
        return new Account(name, "", "CREATE ROLE " + Sql.name(name), sql.column("show grants for " + Sql.name(name)));
    }

    private Account user(String name, String host) throws SQLException {
        String quoted = Sql.name(name) + "@" + Sql.name(host);
        return new Account(
                name, host, sql.column("show create user " + quoted).get(0), sql.column("show grants for " + quoted));
    }

    /** Names of all, the server's own too. */
    Set<String> labels() throws SQLException {
        Set<String> labels = new TreeSet<>();
        for (List<String> row : sql.rows("select user, host, is_role from mysql.user")) {
            labels.add(row.get(2).equals("Y") ? row.get(0) : row.get(0) + "@" + row.get(1));
        }
        return labels;
    }

    /** Facts of accounts; without what proves who they are, not even as a digest. */
    static SortedMap<String, String> facts(List<Account> accounts) {
        SortedMap<String, String> facts = new TreeMap<>();
        for (Account account : accounts) {
            String create = PROOF.matcher(account.create()).replaceFirst("");
            List<String> grants = account.grants().stream()
                    .map(grant -> PROOF.matcher(grant).replaceFirst(""))
                    .sorted()
                    .toList();
            facts.put(Evidence.path(account.type(), account.label(), "definition"), Sql.digest(create));
            facts.put(
                    Evidence.path(account.type(), account.label(), "grants"),
                    grants.size() + " " + Sql.digest(String.join("\n", grants)));
        }
        return facts;
    }
}
