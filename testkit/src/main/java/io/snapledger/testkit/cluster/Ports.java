package io.snapledger.testkit.cluster;

import io.snapledger.events.broker.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Where the members of a cluster listen. */
record Ports(int kafka, int brokerHealth, int scheduler, int[] dump, int[] storage, int[] catalog, int[] restore) {

    /** Free ones, for so many replicas of each service that may have some. */
    Ports(int dumps, int storages, int catalogs, int restores) {
        this(free(), free(), free(), free(dumps), free(storages), free(catalogs), free(restores));
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

    /** The replica with a number, from 0; the last one where there are not so many. */
    static int of(int[] replicas, int number) {
        return replicas[Math.min(number, replicas.length - 1)];
    }

    /** The interface as it is reached through the replicas with a number, from 0. */
    ClusterApi api(int replica, Path tokenFile) {
        return new ClusterApi(
                url(scheduler),
                url(of(catalog, replica)),
                url(of(restore, replica)),
                url(of(storage, replica)),
                "127.0.0.1:" + kafka,
                tokenFile);
    }
}
