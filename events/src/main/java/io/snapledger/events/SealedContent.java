package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What an attempt has sealed: {@code dump.completed} announces it, the decision of the snapshot holds that of the attempt that won.
 *
 * @param attempt `<number>-<claim>`
 * @param epoch key epoch, 16 hex digits
 * @param manifest the attempt's last segments, which hold the sealed manifest
 * @param segmentList the plain list of segments
 * @param owners earlier snapshots whose segments are referred to, at most {@value #MAX_OWNERS}
 * @param external parts that rest elsewhere, at most {@value #MAX_EXTERNAL}
 * @param segments number of own segments, manifest included
 * @param bytesRead plaintext bytes
 * @param bytesStored bytes of own segments
 * @param objects how many things it holds, in the unit of its kind
 * @param missed how many things exist that the plan wants and that the snapshot does not hold; above 0 it is partial
 * @param suspect why it may not be what the store should hold, e.g. it is suddenly empty; absent if nothing speaks against it
 * @param toolVersion version of the dumping tool
 * @param serverVersion version of the store
 * @param startedAt start of the dump
 * @param sealedAt end of the dump
 */
public record SealedContent(
        String attempt,
        String epoch,
        ManifestReference manifest,
        ObjectReference segmentList,
        List<SegmentOwner> owners,
        List<ExternalPart> external,
        int segments,
        long bytesRead,
        long bytesStored,
        long objects,
        long missed,
        @Nullable String suspect,
        String toolVersion,
        String serverVersion,
        Instant startedAt,
        Instant sealedAt) {

    /** Most owners a snapshot may refer to. */
    public static final int MAX_OWNERS = 16;

    /** Most parts of a snapshot that rest elsewhere. */
    public static final int MAX_EXTERNAL = 16;

    public SealedContent {
        requireNonNull(attempt, "attempt is missing");
        requireNonNull(epoch, "epoch is missing");
        requireNonNull(manifest, "manifest is missing");
        requireNonNull(segmentList, "segmentList is missing");
        owners = owners == null ? List.of() : List.copyOf(owners);
        external = external == null ? List.of() : List.copyOf(external);
        requireNonNull(toolVersion, "toolVersion is missing");
        requireNonNull(serverVersion, "serverVersion is missing");
        requireNonNull(startedAt, "startedAt is missing");
        requireNonNull(sealedAt, "sealedAt is missing");
        requireAtMost(MAX_OWNERS, owners, "owners");
        requireAtMost(MAX_EXTERNAL, external, "external parts");
    }

    private static void requireAtMost(int most, List<?> list, String what) {
        if (list.size() > most) {
            throw new IllegalArgumentException(
                    "a snapshot refers to " + list.size() + " " + what + "; at most " + most + " are allowed");
        }
    }
}
