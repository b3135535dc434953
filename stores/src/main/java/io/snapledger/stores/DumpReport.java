package io.snapledger.stores;

import java.util.List;

/**
 * The outcome of a whole dump.
 *
 * @param content for the manifest
 * @param warnings what somebody should know, e.g. a file that changed while it was read, or what a restore could never bring back
 */
public record DumpReport(SnapshotContent content, List<String> warnings) {
    public DumpReport {
        warnings = List.copyOf(warnings);
    }
}
