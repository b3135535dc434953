package io.snapledger.dump;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.NotIncluded;
import io.snapledger.events.StreamFact;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StreamContent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What dump.completed shows of lists that may be long: an event has 64 KiB. The manifest has all of it. */
final class CompletedLimits {

    static final int MAX_STREAMS = 100;
    static final int MAX_NOT_INCLUDED = 50;
    static final int MAX_WARNINGS = 50;
    static final int MAX_TEXT = 300;

    private CompletedLimits() {}

    static List<StreamFact> streams(SealedSnapshot sealed, Map<String, StreamContent> described) {
        return sealed.streams().stream()
                .map(stream -> new StreamFact(
                        stream.name(),
                        stream.bytes(),
                        stream.sha256(),
                        described.get(stream.name()).nativeUse()))
                .toList();
    }

    static List<NotIncluded> notIncluded(SnapshotContent content) {
        return content.notIncluded().stream()
                .map(missing -> new NotIncluded(
                        missing.what(),
                        missing.reason(),
                        NotIncluded.Cause.valueOf(missing.cause().name()),
                        missing.count()))
                .toList();
    }

    static DumpCompleted within(DumpCompleted whole) {
        return new DumpCompleted(
                whole.order(),
                whole.content(),
                whole.worker(),
                whole.streams().stream()
                        .limit(MAX_STREAMS)
                        .map(stream -> new StreamFact(
                                stream.name(),
                                stream.bytes(),
                                stream.sha256(),
                                stream.nativeUse() == null ? null : cut(stream.nativeUse())))
                        .toList(),
                whole.notIncluded().stream()
                        .sorted(Comparator.comparing(NotIncluded::cause).reversed())
                        .limit(MAX_NOT_INCLUDED)
                        .map(missing -> new NotIncluded(
                                cut(missing.what()), cut(missing.reason()), missing.cause(), missing.count()))
                        .toList(),
                whole.warnings().stream()
                        .limit(MAX_WARNINGS)
                        .map(CompletedLimits::cut)
                        .toList());
    }

    /** Short enough for an event, and for the decision that is made of it. */
    static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }
}
