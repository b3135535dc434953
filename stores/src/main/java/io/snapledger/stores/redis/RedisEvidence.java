package io.snapledger.stores.redis;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The inventory of what a server holds now, taken as a dump takes it. */
record RedisEvidence(RedisOptions options, TimeLeft time, Cancellation work) {

    /** Keys that expire within it after a restore are not compared: the comparison may take so long. */
    private static final Duration MARGIN = Duration.ofHours(12);

    Evidence take(RestoreOptions restore, Optional<Evidence> like) throws StoreException {
        try (Connection connection = Connection.open(options, time, work)) {
            ServerFacts facts = ServerFacts.of(connection);
            facts.requireReady(options.address());
            Instant now = ServerTime.of(connection, time);
            Horizon horizon = like.flatMap(Horizon::in).orElse(Horizon.at(now));
            Inventory inventory = new Inventory(horizon, restore::nameInSnapshot);
            Transfer transfer = Transfer.begin(connection, facts, options, time, work);
            RdbInput input = new RdbInput(transfer.stream(), 0);
            new RdbReader(input, inventory).readAll();
            transfer.end(input);
            return like.isPresent() ? covered(inventory.evidence(), like.get(), now) : inventory.evidence();
        } catch (MalformedRdb e) {
            throw new StoreException(
                    e.reason(Reason.INCOMPLETE),
                    "what the server at " + options.address() + " sent is no whole RDB: " + e.getMessage(),
                    "look at the server's log",
                    e);
        } catch (Carried e) {
            throw e.failure();
        } catch (IOException e) {
            throw new StoreException(Reason.UNREACHABLE, "reading from " + options.address() + " failed", "", e);
        }
    }

    private static Evidence covered(Evidence all, Evidence like, Instant now) {
        SortedMap<String, String> facts = new TreeMap<>(all.facts());
        if (!like.facts().containsKey(Inventory.DATABASES)) {
            facts.keySet()
                    .removeIf(fact -> !fact.equals(Horizon.FACT)
                            && like.namesBelow(Inventory.DATABASE).stream()
                                    .noneMatch(database ->
                                            fact.startsWith(Evidence.path(Inventory.DATABASE, database) + "/")));
        }
        facts.keySet().removeIf(fact -> !like.facts().containsKey(fact) && mayHaveExpired(fact, now));
        return new Evidence(facts);
    }

    /** What of a snapshot's evidence can still be compared after a restore that ends now. */
    static Evidence comparable(Evidence snapshot, Instant now) {
        SortedMap<String, String> facts = new TreeMap<>(snapshot.facts());
        facts.keySet().removeIf(fact -> mayHaveExpired(fact, now));
        return new Evidence(facts);
    }

    private static boolean mayHaveExpired(String fact, Instant now) {
        String[] names = fact.split("/");
        for (int i = 0; i < names.length - 1; i++) {
            if (names[i].equals(Inventory.EXPIRING)) {
                return !now.plus(MARGIN).isBefore(Instant.parse(Evidence.unescaped(names[i + 1])));
            }
        }
        return false;
    }
}
