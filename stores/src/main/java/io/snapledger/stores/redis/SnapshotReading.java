package io.snapledger.stores.redis;

import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.io.InputStream;

/** Reads of a snapshot's stream what a restore's scope covers: all of it, or the sections of its databases. */
record SnapshotReading(RestoreScope scope, StreamSource source, TimeLeft time) {

    void tell(RdbReader.Visitor visitor) throws IOException {
        if (scope.isWhole()) {
            tellAll(visitor);
            return;
        }
        for (int database : scope.databases()) {
            tellSection(database, visitor);
        }
    }

    private void tellAll(RdbReader.Visitor visitor) throws IOException {
        try (InputStream stream = time.timely(source.open(Sections.STREAM))) {
            RdbInput input = new RdbInput(stream, 0);
            new RdbReader(input, visitor).readAll();
            input.untap();
            input.requireEnd();
        }
    }

    private void tellSection(int database, RdbReader.Visitor visitor) throws IOException {
        Sections sections = scope.sections();
        long begin = sections.begins().get(database);
        long end = sections.end(database);
        try (InputStream stream = time.timely(source.open(Sections.STREAM, begin))) {
            RdbInput input = new RdbInput(new SyncTransfer.Limited(stream, end - begin), begin);
            new RdbReader(input, visitor).readSection(sections.version(), end);
            input.untap();
        }
    }
}
