package io.snapledger.stores.redis;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Finds out what a restore would do to a server. */
final class RedisPlan {

    private static final long LARGEST_BY_DEFAULT = 512L * 1024 * 1024;

    private final RedisOptions options;
    private final RestoreScope scope;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> blockers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> inTheWay = new ArrayList<>();

    RedisPlan(RedisOptions options, RestoreScope scope) {
        this.options = options;
        this.scope = scope;
    }

    RestorePlan make(TimeLeft time, Cancellation work) {
        try (Connection connection = Connection.open(options, time, work)) {
            return make(connection);
        } catch (StoreException e) {
            blockers.add(e.told());
        }
        return plan(false, "the target could not be looked at");
    }

    /** @param connection at database 0 */
    RestorePlan make(Connection connection) throws StoreException {
        ServerFacts facts = ServerFacts.of(connection);
        checkServer(facts);
        checkVersion(facts, connection);
        checkModules(facts);
        checkSpace(facts, connection);
        planDatabases(facts.databases());
        planFunctions(connection);
        checkNumbers(connection);
        return plan(
                inTheWay.isEmpty(),
                inTheWay.isEmpty() ? "it holds no keys where this restore writes" : String.join(", ", inTheWay));
    }

    private RestorePlan plan(boolean fresh, String freshness) {
        long bytes = scope.databases().stream()
                .mapToLong(database -> scope.sections().bytes(database))
                .sum();
        return new RestorePlan(
                fresh,
                freshness,
                false,
                changes,
                OptionalLong.of(scope.isWhole() ? Math.max(bytes, scope.detail(Sections.DATA_BYTES)) : bytes),
                blockers,
                warnings);
    }

    private void checkServer(ServerFacts facts) {
        try {
            facts.requireReady(options.address());
        } catch (StoreException e) {
            blockers.add(e.told());
        }
        if (facts.isReplica()) {
            blockers.add("the server at " + options.address() + " is a replica of " + facts.get("master_host") + ":"
                    + facts.get("master_port") + "; HINT: restore into its master");
        }
        if (facts.get("maxmemory_policy").startsWith("allkeys")) {
            warnings.add("the target evicts keys when its memory is full (maxmemory-policy "
                    + facts.get("maxmemory_policy") + "); what it evicts is found missing by the comparison");
        }
    }

    private void checkVersion(ServerFacts facts, Connection connection) throws StoreException {
        int reads = facts.rdbVersion(connection);
        if (!RdbVersion.reads(reads, scope.sections().version())) {
            blockers.add("the snapshot, of " + scope.content().serverVersion() + ", has RDB version "
                    + scope.sections().version() + "; the target, " + facts.version() + ", reads version " + reads
                    + "; HINT: restore into a server of the same kind and at least that version");
        }
        if (scope.functions() > 0 && facts.major() < 7) {
            blockers.add("the snapshot holds functions, which " + facts.version()
                    + " does not know; HINT: restore into version 7 or newer, or single databases (option databases)");
        }
    }

    private void checkModules(ServerFacts facts) {
        if (!scope.content().details().containsKey(Sections.TYPES_OF_MODULES)) {
            return;
        }
        Set<String> missing = new TreeSet<>(Arrays.asList(
                scope.content().details().getOrDefault(Sections.MODULES, "").split(",")));
        missing.removeAll(facts.modules());
        if (!missing.isEmpty()) {
            blockers.add("the snapshot holds values of modules; the target lacks: " + String.join(", ", missing)
                    + "; HINT: load them there");
        }
    }

    private void checkSpace(ServerFacts facts, Connection connection) throws StoreException {
        long limit = facts.number("maxmemory");
        long needs = scope.detail(Sections.DATA_BYTES);
        if (scope.isWhole() && limit > 0 && needs > limit) {
            blockers.add("the data took " + needs + " bytes of memory, the target may use " + limit
                    + " (maxmemory); HINT: give it more");
        }
        long longest = LARGEST_BY_DEFAULT;
        if (connection.call("CONFIG", "GET", "proto-max-bulk-len") instanceof Reply.Several pair
                && pair.replies().size() == 2
                && pair.replies().get(1) instanceof Reply.Text text) {
            String value = new String(text.bytes(), java.nio.charset.StandardCharsets.US_ASCII);
            longest = value.matches("\\d{1,18}") ? Long.parseLong(value) : longest;
        }
        long largest = scope.detail(Sections.LARGEST);
        if (largest >= longest - KeyFeed.AROUND) {
            blockers.add("the longest value has " + largest + " bytes, the target takes " + longest
                    + " (proto-max-bulk-len); HINT: CONFIG SET proto-max-bulk-len there");
        }
    }

    private void planDatabases(SortedMap<Integer, Long> there) {
        Set<Integer> written = new TreeSet<>();
        for (int database : scope.databases()) {
            int number = scope.options().nameAtTarget(database);
            written.add(number);
            changes.add(new Change(there.containsKey(number) ? Action.REPLACE : Action.CREATE, "database " + number));
        }
        there.forEach((number, keys) -> {
            if (written.contains(number) || scope.isWhole()) {
                inTheWay.add("database " + number + " holds " + keys + " keys");
            }
            if (!written.contains(number) && scope.isWhole()) {
                changes.add(new Change(Action.REPLACE, "database " + number + ", of which the snapshot holds nothing"));
            }
        });
        if (!scope.isWhole()) {
            warnings.add("only databases are restored, since single ones are named: functions are not");
        }
    }

    private void planFunctions(Connection connection) throws StoreException {
        int functions = scope.isWhole() ? ServerFacts.functions(connection) : 0;
        if (functions > 0) {
            inTheWay.add(functions + " libraries of functions are there");
        }
        if (scope.functions() + functions > 0) {
            changes.add(new Change(functions > 0 ? Action.REPLACE : Action.CREATE, "functions"));
        }
    }

    /** Whether the target has databases of those numbers. */
    private void checkNumbers(Connection connection) throws StoreException {
        for (int database : scope.databases()) {
            int number = scope.options().nameAtTarget(database);
            if (connection.call("SELECT", Integer.toString(number)) instanceof Reply.Refusal refusal) {
                blockers.add("the target has no database " + number + ": "
                        + connection.failures().shown(refusal.text())
                        + "; HINT: give it more (databases), or another number (option rename)");
            }
        }
        connection.call("SELECT", "0");
    }
}
