package io.snapledger.stores.mariadb;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Takes the inventory of what is at a server now. */
final class MariadbEvidence {

    /** Facts that an inventory may do without. */
    private static final List<String> DETAILS = List.of("/definition", "/definer");

    private final Server server;
    private final Cancellation work;

    MariadbEvidence(Server server, Cancellation work) {
        this.server = server;
        this.work = work;
    }

    Evidence take(RestoreOptions options, Optional<Evidence> like) throws StoreException {
        try (Connection connection = server.connect(work)) {
            Catalog catalog = new Catalog(connection);
            List<String> there = catalog.databases();
            SortedMap<String, String> facts = new TreeMap<>();
            for (String database : databases(there, like)) {
                String name = options.nameOf(database);
                if (there.contains(name)) {
                    facts.putAll(facts(connection, database, name, like));
                }
            }
            if (like.isEmpty() && server.options().users() || like.isPresent() && hasAccounts(like.get())) {
                facts.putAll(accounts(connection, like));
            }
            return new Evidence(facts);
        } catch (SQLException e) {
            throw server.failure("take the inventory", e);
        }
    }

    private List<String> databases(List<String> there, Optional<Evidence> like) {
        return like.isPresent()
                ? like.get().namesBelow("database").stream()
                        .map(Evidence::unescaped)
                        .toList()
                : there.stream().filter(server.options()::selects).toList();
    }

    /**
     * The facts of one database.
     *
     * @param database what it is called in them
     * @param name what it is called at the server
     */
    static SortedMap<String, String> facts(Connection connection, String database, String name, Optional<Evidence> like)
            throws SQLException {
        Catalog catalog = new Catalog(connection);
        SortedMap<String, String> definitions = catalog.definitions(name, unreadable(catalog, name));
        SortedMap<String, String> facts = new TreeMap<>(definitions);
        facts.putAll(catalog.counts(name, definitions));
        String path = "database/" + Evidence.path(database);
        SortedMap<String, String> named = new TreeMap<>();
        facts.forEach((fact, value) -> named.put(path + "/" + fact, value));
        if (like.isPresent()) {
            Set<String> wanted = like.get().below(path).keySet();
            for (String detail : DETAILS) {
                if (wanted.stream().noneMatch(fact -> fact.endsWith(detail))) {
                    named.keySet().removeIf(fact -> fact.endsWith(detail));
                }
            }
        }
        return named;
    }

    /** What a dump leaves out as well. */
    private static Set<String> unreadable(Catalog catalog, String database) throws SQLException {
        List<String> names = new ArrayList<>();
        for (Catalog.Relation relation : catalog.relations(database)) {
            if (!catalog.trouble(database, relation).isEmpty()) {
                names.add(relation.name());
            }
        }
        return Set.copyOf(names);
    }

    private static boolean hasAccounts(Evidence like) {
        return !like.namesBelow("user").isEmpty() || !like.namesBelow("role").isEmpty();
    }

    private static SortedMap<String, String> accounts(Connection connection, Optional<Evidence> like)
            throws SQLException {
        SortedMap<String, String> facts = Accounts.facts(new Accounts(connection).all());
        like.ifPresent(only -> facts.keySet().removeIf(fact -> {
            String account = fact.substring(0, fact.lastIndexOf('/'));
            return only.below(account).isEmpty();
        }));
        return facts;
    }
}
