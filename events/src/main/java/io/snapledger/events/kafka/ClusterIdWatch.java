package io.snapledger.events.kafka;

import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Bytes as they are; on the way it learns the id of the cluster from each refresh of the metadata. */
final class ClusterIdWatch extends ByteArrayDeserializer implements ClusterResourceListener {

    private volatile String clusterId = "";

    @Override
    public void onUpdate(ClusterResource cluster) {
        if (cluster.clusterId() != null) {
            clusterId = cluster.clusterId();
        }
    }

    /** Empty until the first answer of a broker. */
    String current() {
        return clusterId;
    }
}
