package io.snapledger.stores.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes keys into a running cluster, some at once in transactions that it takes by default (128 operations, 1.5 MiB). */
final class KeyLoader {

    private static final int MOST_KEYS = 128;
    private static final int MOST_BYTES = 1 << 20;

    private final Gateway gateway;
    private final KeyScope scope;
    private final boolean onlyNew;
    private final Map<Long, Long> leases;
    private final Set<Long> granted = new HashSet<>();
    private final List<KeyValue> batch = new ArrayList<>();
    private long batchBytes;
    private long withoutLease;
    private long foreignLeases;

    /**
     * @param onlyNew whether a key that is there ends it
     * @param leases seconds of each
     */
    KeyLoader(Gateway gateway, KeyScope scope, boolean onlyNew, Map<Long, Long> leases) {
        this.gateway = gateway;
        this.scope = scope;
        this.onlyNew = onlyNew;
        this.leases = leases;
    }

    /** Removes all keys of the scope, some at once. */
    void clear() throws StoreException {
        KeyRange range = new KeyRange(gateway, scope);
        Optional<byte[]> from = Optional.of(scope.begin());
        while (from.isPresent()) {
            byte[][] ends = new byte[2][];
            from = range.names(from.get(), key -> {
                ends[0] = ends[0] == null ? key.key() : ends[0];
                ends[1] = key.key();
            });
            if (ends[0] != null) {
                remove(ends[0], KeyScope.after(ends[1]));
            }
        }
    }

    /** Removes from a key to before another, but for the mark. */
    private void remove(byte[] first, byte[] end) throws StoreException {
        byte[] mark = Mark.name();
        if (Arrays.compareUnsigned(first, mark) < 0 && Arrays.compareUnsigned(mark, end) < 0) {
            remove(first, mark);
            remove(KeyScope.after(mark), end);
        } else {
            gateway.ask("/v3/kv/deleterange", Map.of("key", Cluster.base64(first), "range_end", Cluster.base64(end)));
        }
    }

    /** @param key as it is named in the snapshot */
    void put(KeyValue key) throws StoreException {
        if (key.lease() != 0 && leases.getOrDefault(key.lease(), 0L) <= 0) {
            withoutLease++;
            return;
        }
        long bytes = key.key().length + key.value().length;
        if (!batch.isEmpty() && (batch.size() == MOST_KEYS || batchBytes + bytes > MOST_BYTES)) {
            flush();
        }
        batch.add(key);
        batchBytes += bytes;
    }

    void flush() throws StoreException {
        if (batch.isEmpty()) {
            return;
        }
        for (KeyValue key : batch) {
            if (key.lease() != 0 && granted.add(key.lease())) {
                grant(key.lease());
            }
        }
        try {
            write();
        } catch (StoreException e) {
            if (!e.getMessage().contains("lease not found")) {
                throw e;
            }
            for (KeyValue key : batch) {
                if (key.lease() != 0) {
                    grant(key.lease()); // its time was over before its keys were all there
                }
            }
            write();
        }
        batch.clear();
        batchBytes = 0;
    }

    private void grant(long lease) throws StoreException {
        try {
            gateway.ask("/v3/lease/grant", Map.of("ID", Long.toString(lease), "TTL", Long.toString(leases.get(lease))));
        } catch (StoreException e) {
            if (!e.getMessage().contains("lease already exists")) {
                throw e;
            }
            foreignLeases++;
        }
    }

    /** A key that nearly fills a request is put alone: a transaction around it would make it too long. */
    private void write() throws StoreException {
        if (batchBytes > MOST_BYTES) {
            gateway.ask("/v3/kv/put", put(batch.get(0), scope));
            return;
        }
        List<Object> puts = new ArrayList<>();
        List<Object> compares = new ArrayList<>();
        for (KeyValue key : batch) {
            puts.add(Map.of("request_put", put(key, scope)));
            compares.add(Map.of(
                    "key",
                    Cluster.base64(scope.named(key.key())),
                    "target",
                    "CREATE",
                    "result",
                    "EQUAL",
                    "create_revision",
                    "0"));
        }
        JsonNode answer = gateway.ask("/v3/kv/txn", Map.of("compare", onlyNew ? compares : List.of(), "success", puts));
        if (!answer.path("succeeded").asBoolean()) {
            throw new StoreException(
                    Reason.UNSTABLE,
                    "somebody writes to the target: a key of the snapshot is there that was not",
                    "stop what does, and try again");
        }
    }

    private static Map<String, ?> put(KeyValue key, KeyScope scope) {
        Map<String, Object> put = new HashMap<>();
        put.put("key", Cluster.base64(scope.named(key.key())));
        put.put("value", Cluster.base64(key.value()));
        if (key.lease() != 0) {
            put.put("lease", Long.toString(key.lease()));
        }
        return put;
    }

    /** What somebody should know. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (withoutLease > 0) {
            warnings.add(
                    withoutLease + " keys have a lease that had ended when the snapshot was taken: they were left out");
        }
        if (foreignLeases > 0) {
            warnings.add(
                    foreignLeases + " leases of the snapshot were there already: their time is that of the target");
        }
        return warnings;
    }
}
