package io.snapledger.stores.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The {@link Mark} of a restore, at a cluster. */
final class Marking {

    private Marking() {}

    static Optional<Mark> read(Gateway gateway) throws StoreException {
        JsonNode found = gateway.ask("/v3/kv/range", Map.of("key", Cluster.base64(Mark.name())))
                .path("kvs");
        try {
            byte[] value = found.isEmpty() ? null : found.get(0).path("value").binaryValue();
            return value == null ? Optional.empty() : Mark.read(value);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Mark> read(Gateway gateway, String restoreId) throws StoreException {
        return read(gateway).filter(mark -> mark.restoreId().equals(restoreId));
    }

    static void set(Gateway gateway, Mark mark) throws StoreException {
        gateway.ask("/v3/kv/put", Map.of("key", Cluster.base64(Mark.name()), "value", Cluster.base64(mark.value())));
    }

    static void remove(Gateway gateway) throws StoreException {
        gateway.ask("/v3/kv/deleterange", Map.of("key", Cluster.base64(Mark.name())));
    }
}
