package io.snapledger.testkit.cluster;

import io.snapledger.events.broker.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Where the members of a cluster listen. */
record Ports(int kafka, int brokerHealth, int scheduler, int[] dump, int[] storage, int catalog, int restore) {

    /** Free ones, for so many dump- and storage-services. */
    Ports(int dumps, int storages) {
        this(free(), free(), free(), free(dumps), free(storages), free(), free());
    }

    private static int free() {
        return FreePort.choose();
    }

    private static int[] free(int count) {
        return IntStream.range(0, count).map(i -> free()).toArray();
    }

    URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    ClusterApi api(Path tokenFile) {
        return new ClusterApi(
                url(scheduler), url(catalog), url(restore), url(storage[0]), "127.0.0.1:" + kafka, tokenFile);
    }
}
