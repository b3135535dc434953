package io.snapledger.stores.redis;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Lists the databases of a snapshot, without reading its stream. */
final class RedisList {

    private RedisList() {}

    static void tell(SnapshotContent content, Consumer<SnapshotEntry> entries) throws StoreException {
        Sections sections = Sections.of(content);
        sections.begins()
                .keySet()
                .forEach(number -> entries.accept(new SnapshotEntry(
                        RestoreOptions.PATH + number,
                        "database",
                        Optional.of(sections.bytes(number)),
                        Optional.empty(),
                        digest(content, number))));
    }

    /** Of what stays: unknown as soon as a key expires. */
    private static Optional<String> digest(SnapshotContent content, int number) {
        String path = Inventory.path(number);
        SortedMap<String, String> facts = content.evidence().below(path);
        boolean expires = facts.keySet().stream().anyMatch(fact -> fact.contains("/" + Inventory.EXPIRING + "/"))
                || !new Evidence(content.details()).below(path).isEmpty();
        return expires
                ? Optional.empty()
                : Optional.of(new Digest.Maker()
                        .of(facts.values().toString().getBytes(StandardCharsets.UTF_8))
                        .hex());
    }
}
