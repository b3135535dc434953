package io.snapledger.stores.mariadb;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.StoreException;
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
import java.util.TreeMap;

/**
 * One restore: every database is made beside under a name of its own, filled, compared with the evidence, and only when all are equal do they
 * take the target's names.
 */
final class MariadbRestore {

    private static final Duration CLEANING = Duration.ofMinutes(5);

    private final Server server;
    private final RestoreScope scope;
    private final RestoreRequest request;
    private final StreamSource source;
    private final Progress progress;
    private final Cancellation work;
    private final Beside beside;
    private final Map<String, DatabaseCode> codes = new HashMap<>();
    private final Map<String, List<String>> viewsNotYet = new HashMap<>();
    private final SortedMap<String, String> expected = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean moving;

    MariadbRestore(
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
        wipe(server);
        RestorePlan plan = agreedPlan();
        try {
            createBeside();
            List<Accounts.Account> accounts = readAccounts();
            for (RestoreScope.Item item : scope.items()) {
                codes.put(
                        item.name(),
                        new DatabaseLoad(server, work, progress, scope.options().keepsDefiners())
                                .run(source, item, beside.nameOf(item.name())));
                compare(item);
            }
            if (Thread.interrupted() || work.isCancelled()) {
                throw new InterruptedException("cancelled before the swap");
            }
            server.requireTime();
            moveIn(accounts);
        } catch (StoreException | IOException | InterruptedException | RuntimeException e) {
            leaveAsItWas(e);
            throw e;
        }
        return new RestoreReport(plan.changes(), new Evidence(expected), warnings);
    }

    private RestorePlan agreedPlan() throws StoreException, InterruptedException {
        RestorePlan plan = new MariadbPlan(server, scope).make();
        plan.requireAgreed(
                request.replace(),
                server.options().address(),
                "restore into a new server, or under other names (rename-suffix)");
        warnings.addAll(plan.warnings());
        return plan;
    }

    private void wipe(Server at) throws StoreException {
        try (Connection connection = at.connect()) {
            beside.wipe(connection);
        } catch (SQLException e) {
            throw at.failure("remove what an earlier try left", e);
        }
    }

    private void createBeside() throws StoreException {
        try (Connection connection = server.connect(work)) {
            for (RestoreScope.Item item : scope.items()) {
                Move.create(new Sql(connection), item, beside.nameOf(item.name()));
            }
        } catch (SQLException e) {
            throw server.failure("create the databases beside", e);
        }
    }

    private List<Accounts.Account> readAccounts() throws StoreException, IOException, InterruptedException {
        AccountScript script = new AccountScript();
        if (scope.users().isPresent()) {
            progress.report("reading users", 0);
            try {
                new StatementReader(server, work, bytes -> {})
                        .read(source, scope.users().get(), script::take);
            } catch (SQLException e) {
                throw server.failure("read the users", e);
            }
        }
        return script.accounts();
    }

    /** Before the swap: what is beside must be what was dumped. */
    private void compare(RestoreScope.Item item) throws StoreException {
        progress.report("comparing database " + item.name(), 0);
        String name = beside.nameOf(item.name());
        try (Connection connection = server.connect(work)) {
            DatabaseCode code = codes.get(item.name());
            viewsNotYet.put(item.name(), code.make(connection, name, true));
            SortedMap<String, String> wanted = scope.expectedOf(item, version(connection));
            SortedMap<String, String> found =
                    MariadbEvidence.facts(connection, item.database(), name, Optional.of(new Evidence(wanted)));
            forgetPassedEvents(item, wanted, found);
            expected.putAll(wanted);
            SortedMap<String, String> now = new TreeMap<>(wanted);
            now.keySet().removeIf(fact -> isLater(item, fact, found));
            found.keySet().removeIf(fact -> isLater(item, fact, found));
            Evidence.requireSame(
                    "database '" + item.name() + "' came out different from the snapshot",
                    new Evidence(now),
                    new Evidence(found));
        } catch (SQLException e) {
            throw server.failure("compare database '" + item.name() + "'", e);
        }
    }

    /** Events sleep until all is there; views of other databases that are not there yet are compared by the caller. */
    private boolean isLater(RestoreScope.Item item, String fact, SortedMap<String, String> found) {
        boolean status = fact.startsWith(item.path() + "/event/") && fact.endsWith("/status");
        boolean view = !viewsNotYet.get(item.name()).isEmpty() && fact.startsWith(item.path() + "/view/");
        return status || view && found.isEmpty() | !found.containsKey(fact);
    }

    /** An event whose only time has passed meanwhile cannot be made any more. */
    private void forgetPassedEvents(
            RestoreScope.Item item, SortedMap<String, String> wanted, SortedMap<String, String> found) {
        Set<String> there = new HashSet<>(new Evidence(found).namesBelow(item.path() + "/event"));
        for (String event : new Evidence(wanted).namesBelow(item.path() + "/event")) {
            if (!there.contains(event)) {
                wanted.keySet().removeIf(fact -> fact.startsWith(item.path() + "/event/" + event + "/"));
                warnings.add("event '" + Evidence.unescaped(event) + "' of database '" + item.database()
                        + "' was not made: its only time has passed");
            }
        }
    }

    private static String version(Connection connection) throws SQLException {
        return new Sql(connection).column("select @@version").get(0);
    }

    /** From here on no interrupt and no deadline ends it: half of it would be worse than late. */
    private void moveIn(List<Accounts.Account> accounts) throws StoreException {
        progress.report("swapping", 0);
        Server patient = server.within(CLEANING);
        try (Connection connection = patient.connect()) {
            Move move = new Move(connection, beside, scope);
            Set<String> kept = move.createMissing(accounts);
            moving = true;
            move.tables();
            move.code(codes);
            warnings.addAll(move.grants(accounts, kept));
            move.events(codes); // they run as those who were just granted what they need
            beside.wipe(connection);
            SortedMap<String, String> made = Accounts.facts(accounts.stream()
                    .filter(account -> !kept.contains(account.label()))
                    .filter(account -> !move.lacking().contains(account.label()))
                    .toList());
            expected.putAll(made);
        } catch (SQLException e) {
            throw afterSwap(patient.failure("swap the databases", e));
        }
    }

    private StoreException afterSwap(StoreException e) {
        return !moving
                ? e
                : new StoreException(
                        e.reason(),
                        "the restore stopped while databases took the target's names: " + e.getMessage(),
                        "run the same restore again: it begins anew",
                        e);
    }

    /** After a failure, which may be that the time is over or the work was interrupted: removes what was made. */
    private void leaveAsItWas(Exception failure) {
        if (moving) {
            return; // what is beside may be all that there is of a database
        }
        Cancellation.tidyUp(() -> {
            try {
                wipe(server.within(CLEANING));
            } catch (StoreException e) {
                failure.addSuppressed(e); // the next try of this restore wipes it, and aftermath tells of it
            }
        });
    }
}
