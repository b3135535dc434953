package io.snapledger.stores.etcd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a cluster may hold. */
final class SampleKeys {

    static final long LEASE = 0x7766554433221100L;

    private static final int MANY = 3000;

    /** A value as long as a member takes it by default: 1.5 MiB with what is around it. */
    private static final int LONGEST = 1_572_864 - 100;

    private SampleKeys() {}

    static void fill(EtcdServer server) throws IOException {
        EtcdClient client = server.client();
        client.clear();
        for (int i = 0; i < MANY; i += 100) {
            List<Map<String, ?>> puts = new ArrayList<>();
            for (int j = i; j < i + 100; j++) {
                puts.add(Map.of(
                        "request_put",
                        Map.of(
                                "key", EtcdClient.base64("/registry/pods/" + j),
                                "value", EtcdClient.base64("pod " + j))));
            }
            client.ask("/v3/kv/txn", Map.of("success", puts));
        }
        client.put("empty", "");
        client.put("long", random(LONGEST));
        client.put("half as long", random(LONGEST / 2));
        for (int i = 0; i < 200; i++) {
            client.put("changed often", "value " + i);
        }
        client.put("gone", "x");
        client.delete("gone");
        client.put("gone and back", "old");
        client.delete("gone and back");
        client.put("gone and back", "new");
        client.grant(LEASE, 86_400);
        client.putWithLease("leased", "vanishes", LEASE);
    }

    static String random(int length) {
        StringBuilder text = new StringBuilder();
        new Random(7).ints(length, 0, 256).forEach(b -> text.append((char) b));
        return text.toString();
    }
}
