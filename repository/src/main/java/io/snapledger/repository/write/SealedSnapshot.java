package io.snapledger.repository.write;

import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.SegmentOwner;
import java.util.List;

/**
 * A sealed attempt: what dump.completed carries.
 *
 * @param epoch key epoch
 * @param manifest the attempt's last segments
 * @param segmentList the plain list
 * @param owners earlier snapshots it refers to
 * @param segments number of own segments, manifest included
 * @param bytesRead plaintext bytes of all streams
 * @param bytesStored bytes of own segments
 * @param streams in the order in which they were opened
 */
public record SealedSnapshot(
        String epoch,
        ManifestReference manifest,
        ObjectReference segmentList,
        List<SegmentOwner> owners,
        int segments,
        long bytesRead,
        long bytesStored,
        List<Stream> streams) {

    public SealedSnapshot {
        owners = List.copyOf(owners);
        streams = List.copyOf(streams);
    }

    /**
     * @param name as opened
     * @param bytes plaintext bytes
     * @param sha256 of the plaintext, lower-case hex
     */
    public record Stream(String name, long bytes, String sha256) {}
}
