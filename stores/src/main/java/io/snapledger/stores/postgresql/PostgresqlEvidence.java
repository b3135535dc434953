package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Takes the inventory of a server as it is now, in the words of a snapshot. */
final class PostgresqlEvidence {

    private static final Pattern PUBLIC_BEFORE_15 = Pattern.compile(
            "owner (?<owner>.+), (\\k<owner>=CREATE,\\k<owner>=USAGE,)?public=CREATE,public=USAGE(,\\k<owner>=CREATE,\\k<owner>=USAGE)?");
    private static final String PUBLIC_FROM_15 =
            "owner pg_database_owner, pg_database_owner=CREATE,pg_database_owner=USAGE,public=USAGE";

    private final Server server;
    private final Cancellation work;

    PostgresqlEvidence(Server server, Cancellation work) {
        this.server = server;
        this.work = work;
    }

    Evidence take(RestoreOptions options, Optional<Evidence> like) throws StoreException {
        SortedMap<String, String> facts = new TreeMap<>();
        try (Connection connection = server.connect(work)) {
            Cluster cluster = Cluster.of(connection);
            Set<String> roles = new HashSet<>(
                    like.isPresent()
                            ? like.get().namesBelow("role")
                            : cluster.roles().stream().map(Evidence::path).toList());
            if (server.options().globals()) {
                facts.putAll(cluster.roleFacts(roles));
                facts.putAll(sharedFacts(cluster, like));
            }
            for (Database database : databases(cluster, like)) {
                Optional<String> name = nameInSnapshot(database, options, like);
                if (name.isPresent()) {
                    SortedMap<String, String> about = factsOf(database, name.get(), like);
                    facts.putAll(
                            like.isPresent()
                                    ? about
                                    : SummedUp.within(Evidence.MOST_FACTS - facts.size(), about, name.get()));
                }
            }
        } catch (SQLException e) {
            throw server.failure("take the inventory", e);
        }
        return new Evidence(facts);
    }

    /** Those classes of them that the snapshot has. */
    private static SortedMap<String, String> sharedFacts(Cluster cluster, Optional<Evidence> like) throws SQLException {
        SortedMap<String, String> facts = cluster.sharedFacts();
        like.ifPresent(evidence -> facts.keySet().removeIf(fact -> evidence.below(fact.substring(0, fact.indexOf('/')))
                .isEmpty()));
        return facts;
    }

    private List<Database> databases(Cluster cluster, Optional<Evidence> like) throws SQLException {
        return like.isPresent()
                ? cluster.allDatabases().stream()
                        .filter(database -> database.access() == Database.Access.OPEN)
                        .toList()
                : Selection.of(server, work, cluster.allDatabases()).databases();
    }

    /**
     * Everything about one database, told under the name it has in the snapshot.
     *
     * @param like tells how closely rows are looked at; an inventory of the first version is compared in its own facts alone
     */
    SortedMap<String, String> factsOf(Database database, String nameInSnapshot, Optional<Evidence> like)
            throws StoreException {
        try (Connection connection = server.connect(work, database.name())) {
            boolean isFirst = like.isPresent()
                    && !like.get()
                            .facts()
                            .containsKey(Evidence.path("database", nameInSnapshot, Inventory.VERSION_FACT));
            SortedMap<String, String> facts =
                    Inventory.take(new Sql(connection), nameInSnapshot, detail(like, isFirst));
            facts.putAll(propertyFacts(database, nameInSnapshot));
            like.ifPresent(evidence -> sparePublicAsInstalled(facts, nameInSnapshot, evidence));
            if (like.isEmpty()) {
                return facts;
            }
            SortedMap<String, String> told = SummedUp.as(like.get(), facts, nameInSnapshot);
            LeftOut.limit(told, nameInSnapshot, like.get());
            if (isFirst) {
                told.keySet().retainAll(like.get().facts().keySet());
            }
            return told;
        } catch (SQLException e) {
            throw server.failure("take the inventory of database '" + database.name() + "'", e);
        }
    }

    /** Version 15 changed what initdb grants on schema public, and pg_dump carries only what differs from that: as installed there equals as installed here. */
    private static void sparePublicAsInstalled(SortedMap<String, String> facts, String database, Evidence like) {
        String fact = Evidence.path("database", database, "grants", "schema", "", "public");
        String before = like.facts().getOrDefault(fact, "");
        if (PUBLIC_BEFORE_15.matcher(before).matches() && PUBLIC_FROM_15.equals(facts.get(fact))) {
            facts.put(fact, before);
        }
    }

    private Inventory.Detail detail(Optional<Evidence> like, boolean isFirst) {
        boolean digests =
                like.map(PostgresqlEvidence::hasDigests).orElse(server.options().digests());
        return !digests
                ? Inventory.Detail.COUNTS
                : isFirst ? Inventory.Detail.DIGESTS_OF_WHOLE_ROWS : Inventory.Detail.DIGESTS;
    }

    /** A database's own properties; its tablespace and comment marks belong to the machine. */
    static Map<String, String> propertyFacts(Database database, String nameInSnapshot) {
        Map<String, String> facts = new TreeMap<>();
        for (String property : List.of("owner", "encoding", "collate", "ctype", "provider", "connection-limit")) {
            facts.put(Evidence.path("database", nameInSnapshot, property), database.property(property));
        }
        for (String list : List.of("grant", "setting")) {
            for (String value : database.all(list)) {
                facts.put(Evidence.path("database", nameInSnapshot, "database-" + list, value), "yes");
            }
        }
        return facts;
    }

    private Optional<String> nameInSnapshot(Database database, RestoreOptions options, Optional<Evidence> like) {
        if (like.isEmpty()) {
            return Optional.of(database.name());
        }
        return like.get().namesBelow("database").stream()
                .map(Evidence::unescaped)
                .filter(options::selects)
                .filter(name -> options.nameOf(name).equals(database.name()))
                .findFirst();
    }

    private static boolean hasDigests(Evidence evidence) {
        return evidence.facts().keySet().stream().anyMatch(fact -> fact.endsWith("/large-objects/digest"));
    }
}
