package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * One restore: every database is made beside under a name of its own, filled, compared with the evidence, and only when
 * all are equal they take the target's names in one transaction.
 */
final class PostgresqlRestore {

    private static final Duration CLEANING = Duration.ofMinutes(5);

    private final Server server;
    private final RestoreScope scope;
    private final RestoreRequest request;
    private final StreamSource source;
    private final Progress progress;
    private final Cancellation work;
    private final Beside beside;
    private final List<String> rolesToCreate = new ArrayList<>();
    private final Set<String> inPlace = new HashSet<>();
    private final Map<String, SortedMap<String, String>> expected = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<LoadingRole> loading = Optional.empty();

    PostgresqlRestore(
            Server server,
            RestoreOptions options,
            RestoreRequest request,
            StreamSource source,
            Progress progress,
            Cancellation work) {
        this.server = server;
        this.scope = RestoreScope.of(request.content(), options);
        this.request = request;
        this.source = source;
        this.progress = progress;
        this.work = work;
        this.beside = new Beside(request.restoreId());
    }

    RestoreReport run() throws StoreException, IOException, InterruptedException {
        wipeLeftovers();
        RestorePlan plan = agreedPlan();
        try {
            createBeside(plan);
            Optional<RolesRestore> roles = createRoles();
            createLoadingRole();
            for (RestoreScope.Item item : scope.items()) {
                fill(item);
                compare(item);
            }
            dropLoadingRole();
            swap(roles);
        } catch (StoreException | IOException | InterruptedException | RuntimeException e) {
            leaveAsItWas(e);
            throw e;
        }
        return new RestoreReport(plan.changes(), scope.expected(kept(plan), expected.values()), warnings);
    }

    private RestorePlan agreedPlan() throws StoreException, InterruptedException {
        RestorePlan plan = new PostgresqlPlan(server, scope).make();
        plan.requireAgreed(
                request.replace(),
                server.options().address(),
                "restore into a new server, or under other names (rename-suffix)");
        warnings.addAll(plan.warnings());
        return plan;
    }

    private void wipeLeftovers() throws StoreException {
        progress.report("removing what an earlier try left", 0);
        try {
            wipe(server);
        } catch (SQLException e) {
            throw server.failure("remove what an earlier try left", e);
        }
    }

    private void wipe(Server at) throws StoreException, SQLException {
        try (Connection connection = at.connect(swapDatabase())) {
            Removal removal = new Removal(at, connection);
            removal.wipe(beside);
            for (RestoreScope.Item item : scope.items()) { // made by a try that ended before it could set its mark
                removal.drop(beside.newName(item.name()));
            }
        }
    }

    private void createBeside(RestorePlan plan) throws StoreException {
        plan.changes().stream()
                .filter(change ->
                        change.action() == Action.CREATE && change.object().startsWith("role "))
                .forEach(change -> rolesToCreate.add(change.object().substring("role ".length())));
        rolesToCreate.add(LoadingRole.nameFor(request.restoreId()));
        try (Connection connection = server.connect(work)) {
            Sql sql = new Sql(connection);
            int major = Cluster.of(connection).major();
            for (RestoreScope.Item item : scope.items()) {
                create(sql, major, item);
            }
        } catch (SQLException e) {
            throw server.failure("create the databases beside", e);
        }
    }

    /** For a superuser, unless the code that is stored in the databases is trusted: who is none has no more rights to lend than it needs. */
    private void createLoadingRole() throws StoreException {
        try (Connection connection = server.connect(work)) {
            if (isSuperuser(new Sql(connection))
                    && !scope.options().trustsCode()
                    && !scope.items().isEmpty()) {
                loading = Optional.of(LoadingRole.create(new Sql(connection), request.restoreId(), server.deadline()));
            }
        } catch (SQLException e) {
            throw server.failure("create the role that loads databases", e);
        }
    }

    private void dropLoadingRole() throws StoreException {
        if (loading.isPresent()) {
            try (Connection connection = server.connect(work)) {
                loading.get().drop(new Sql(connection));
            } catch (SQLException e) {
                throw server.failure("drop the role that loads databases", e);
            }
        }
    }

    private Optional<RolesRestore> createRoles() throws StoreException, IOException {
        if (!scope.hasRoles()) {
            return Optional.empty();
        }
        progress.report("restoring roles", 0);
        RolesRestore roles = RolesRestore.read(
                source, server.options().username(), scope.options().roles());
        try (Connection connection = server.connect(work)) {
            roles.createMissing(connection);
        } catch (SQLException e) {
            throw server.failure("restore the roles", e);
        }
        return Optional.of(roles);
    }

    private void fill(RestoreScope.Item item) throws StoreException, IOException, InterruptedException {
        SortedMap<String, String> facts = scope.expectedOf(item.database());
        expected.put(item.name(), facts);
        TableOfContents contents = TableOfContents.read(source, item.stream().name());
        try (Connection connection = server.connect(work)) {
            int major = Cluster.of(connection).major();
            Tools tools = server.tools(Math.max(major, scope.serverMajor()));
            ArchiveFeed feed = new ArchiveFeed(server, tools, source, progress, work);
            DatabaseRestore restore = new DatabaseRestore(
                    server,
                    (database, archive) -> loader(feed, item, database, archive),
                    scope.options(),
                    work,
                    item,
                    contents,
                    facts,
                    scope.nullableColumns(item.database()));
            define(new Sql(connection), major, item, restore);
            warnings.addAll(restore.fill(nameOf(item)));
            new DatabaseProperties(new Sql(connection), major).apply(item.database(), nameOf(item));
        } catch (SQLException e) {
            throw server.failure("restore the properties of database '" + item.name() + "'", e);
        }
    }

    private Loader loader(ArchiveFeed feed, RestoreScope.Item item, String database, TableOfContents contents) {
        return loading.isPresent()
                ? new ConfinedLoader(server, feed, scope.options(), work, item, database, contents, loading.get())
                : new Loader(server, feed, scope.options(), work, item, database);
    }

    /** Some extensions can be made only in a database of a certain name (pg_cron): where the name is free, in a database of that name. */
    private void define(Sql sql, int major, RestoreScope.Item item, DatabaseRestore restore)
            throws StoreException, IOException, InterruptedException, SQLException {
        try {
            restore.define(nameOf(item));
        } catch (StoreException e) {
            boolean isFree = sql.rows("select 1 from pg_database where datname = ?", item.name())
                    .isEmpty();
            if (e.reason() != Reason.TOOL_FAILED || !restore.makesExtensions() || !isFree) {
                throw e;
            }
            create(sql, major, item);
            sql.run("alter database " + Sql.name(nameOf(item)) + " rename to " + Sql.name(item.name()));
            inPlace.add(item.name());
            sql.run("alter database " + Sql.name(item.name()) + " with connection limit 0"); // not before it is whole
            if (restore.defineExtensions(item.name())) {
                inPlace.remove(item.name());
                moveBeside(sql, item);
                restore.defineAt(nameOf(item));
            }
        }
    }

    /** The loading role, which is no superuser, could not come into a closed database; and once they are made, such extensions do not care for the name. */
    private void moveBeside(Sql sql, RestoreScope.Item item) throws StoreException, SQLException {
        String beside = Sql.name(nameOf(item));
        try (Connection other = server.connect(work);
                Eviction eviction = Eviction.begin(other, List.of(item.name()))) {
            sql.run("alter database " + Sql.name(item.name()) + " rename to " + beside);
        }
        sql.run("alter database " + beside + " with connection limit -1");
    }

    private void create(Sql sql, int major, RestoreScope.Item item) throws StoreException, SQLException {
        String name = beside.newName(item.name());
        sql.run("drop database if exists " + Sql.name(name) + " with (force)");
        new DatabaseProperties(sql, major).create(item.database(), name);
        if (!isSuperuser(sql)) { // its schema public is then the owner's, who must be able to own what is in it
            sql.run("alter database " + Sql.name(name) + " owner to "
                    + Sql.name(item.database().property("owner")));
        }
        sql.run("comment on database " + Sql.name(name) + " is "
                + Sql.literal(beside.mark(item.name(), rolesToCreate)));
    }

    private static boolean isSuperuser(Sql sql) throws SQLException {
        return sql.first("select rolsuper from pg_roles where rolname = current_user")
                .orElse("f")
                .equals("t");
    }

    /** Where a database is until the swap. */
    private String nameOf(RestoreScope.Item item) {
        return inPlace.contains(item.name()) ? item.name() : beside.newName(item.name());
    }

    /** Before the swap: what is beside must be what was dumped. */
    private void compare(RestoreScope.Item item) throws StoreException {
        progress.report("comparing database " + item.name(), 0);
        SortedMap<String, String> facts = expected.get(item.name());
        Evidence actual = new Evidence(new PostgresqlEvidence(server, work)
                .factsOf(besideNow(item), item.database().name(), Optional.of(new Evidence(facts))));
        Evidence.requireSame(
                "database '" + item.name() + "' came out different from the snapshot", new Evidence(facts), actual);
    }

    private Database besideNow(RestoreScope.Item item) throws StoreException {
        String name = nameOf(item);
        try (Connection connection = server.connect(work)) {
            return Cluster.of(connection).databases().stream()
                    .filter(database -> database.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new StoreException(
                            Reason.UNSTABLE, "database '" + name + "' disappeared while it was restored", ""));
        } catch (SQLException e) {
            throw server.failure("look at database '" + name + "'", e);
        }
    }

    private void swap(Optional<RolesRestore> roles) throws StoreException, InterruptedException {
        if (Thread.interrupted() || work.isCancelled()) {
            throw new InterruptedException("cancelled before the swap");
        }
        progress.report("swapping", 0);
        try {
            warnings.addAll(new Swap(server, work, swapDatabase(), beside)
                    .run(scope.items(), scope.options().keepReplaced(), connection -> {
                        if (roles.isPresent() && !scope.options().alone()) {
                            warnings.addAll(roles.get().changeOthers(connection));
                        }
                    }));
        } catch (SQLException e) {
            throw server.failure("swap the databases", e);
        }
    }

    /** The database from which others can be renamed: not one of those renamed. */
    private String swapDatabase() {
        String maintenance = server.options().maintenanceDatabase();
        return scope.items().stream().anyMatch(item -> item.name().equals(maintenance)) ? "template1" : maintenance;
    }

    private static Set<String> kept(RestorePlan plan) {
        Set<String> kept = new HashSet<>();
        plan.changes().stream()
                .filter(change -> change.action() == Action.KEEP)
                .forEach(change -> kept.add(change.object().substring("role ".length())));
        return kept;
    }

    /** After a failure, which may be that the time is over or the work was interrupted: removes what was made. */
    private void leaveAsItWas(Exception failure) {
        Cancellation.tidyUp(() -> {
            try {
                wipe(server.within(CLEANING));
            } catch (StoreException | SQLException e) {
                failure.addSuppressed(e); // the next try of this restore wipes it, and aftermath tells of it
            }
        });
    }
}
