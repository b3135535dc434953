package io.snapledger.stores.redis;

import io.snapledger.stores.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * Counts and digests what an RDB holds, in constant memory: per database the keys of each type that stay, and those that expire, by when. A
 * sum over keys, independent of their order and of the encodings that a server chose.
 */
final class Inventory implements RdbReader.Visitor {

    static final String DATABASE = "database";
    static final String DATABASES = "server/databases";
    static final String FUNCTIONS = "functions/libraries";
    static final String FUNCTIONS_DIGEST = "functions/digest";
    static final String EXPIRING = "expiring-after";

    private final Horizon horizon;
    private final IntUnaryOperator nameOf;
    private final Digest.Maker digests = new Digest.Maker();
    private final SortedMap<Integer, SortedMap<String, Tally>> databases = new TreeMap<>();
    private final Map<String, Long> soon = new TreeMap<>();
    private final TreeSet<String> modules = new TreeSet<>();
    private final TreeSet<String> modulesBeside = new TreeSet<>();
    private final Map<String, String> attributes = new TreeMap<>();
    private final Tally functions = new Tally();
    private long keys;
    private long largest;
    private boolean hasMark;

    /** @param nameOf the snapshot's number of a database of this server */
    Inventory(Horizon horizon, IntUnaryOperator nameOf) {
        this.horizon = horizon;
        this.nameOf = nameOf;
    }

    private static final class Tally {
        private long count;
        private Digest sum = Digest.ZERO;

        private void add(Digest digest) {
            count++;
            sum = sum.plus(digest);
        }
    }

    @Override
    public void attribute(String name, String value) {
        if (attributes.size() < 100) {
            attributes.put(name, value);
        }
    }

    @Override
    public void function(byte[] code) {
        functions.add(digests.of(code));
    }

    @Override
    public void moduleData(String module) {
        modulesBeside.add(module);
    }

    @Override
    public void value(Key key, Value value, long length) {
        if (key.isMark()) {
            hasMark = true;
            return;
        }
        keys++;
        largest = Math.max(largest, length);
        if (value.type().startsWith("module/")) {
            modules.add(value.type().substring("module/".length()));
        }
        long firstExpiry = key.expires() ? Math.min(key.expiry(), value.firstExpiry()) : value.firstExpiry();
        SortedMap<String, Tally> tallies =
                databases.computeIfAbsent(nameOf.applyAsInt(key.database()), number -> new TreeMap<>());
        Digest digest = digests.joined(
                digests.of(key.name()),
                value.digest(),
                key.expiry(),
                value.type().hashCode());
        if (firstExpiry == Value.NEVER) {
            tallies.computeIfAbsent(Evidence.path(value.type()), type -> new Tally())
                    .add(digest);
            return;
        }
        Optional<Instant> span = horizon.spanOf(firstExpiry);
        if (span.isEmpty()) {
            soon.merge(path(nameOf.applyAsInt(key.database())) + "/keys-expiring-soon", 1L, Long::sum);
        } else {
            tallies.computeIfAbsent(EXPIRING + "/" + Evidence.path(span.get().toString()), after -> new Tally())
                    .add(digest);
        }
    }

    static String path(int database) {
        return Evidence.path(DATABASE, Integer.toString(database));
    }

    /** Of everything. */
    Evidence evidence() {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put(Horizon.FACT, horizon.from().toString());
        facts.put(DATABASES, databases.keySet().stream().map(Object::toString).collect(Collectors.joining(",")));
        facts.put(FUNCTIONS, Long.toString(functions.count));
        facts.put(FUNCTIONS_DIGEST, functions.sum.hex());
        databases.keySet().forEach(database -> facts.putAll(factsOf(database)));
        return new Evidence(facts);
    }

    private SortedMap<String, String> factsOf(int database) {
        SortedMap<String, String> facts = new TreeMap<>();
        databases.getOrDefault(database, new TreeMap<>()).forEach((name, tally) -> {
            facts.put(path(database) + "/" + name + "/keys", Long.toString(tally.count));
            facts.put(path(database) + "/" + name + "/digest", tally.sum.hex());
        });
        return facts;
    }

    /** All keys, those too that expire soon. */
    long keys() {
        return keys;
    }

    /** The longest value, in bytes as it stands in the RDB. */
    long largest() {
        return largest;
    }

    List<Integer> databases() {
        return new ArrayList<>(databases.keySet());
    }

    boolean hasMark() {
        return hasMark;
    }

    /** Modules whose types values have. */
    TreeSet<String> modules() {
        return modules;
    }

    TreeSet<String> modulesBeside() {
        return modulesBeside;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    Map<String, Long> expiringSoon() {
        return soon;
    }
}
