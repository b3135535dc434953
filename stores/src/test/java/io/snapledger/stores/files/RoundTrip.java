package io.snapledger.stores.files;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.LocalCommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory, its dumps, and what is restored from them. */
final class RoundTrip implements AutoCloseable {

    final Path tree;
    final Path restored;
    final KeptStreams kept = new KeptStreams();

    final LocalCommandRunner commands;
    final StoreEngine engine;

    RoundTrip(Path scratch) throws Exception {
        tree = Files.createDirectories(scratch.resolve("tree"));
        restored = scratch.resolve("restored");
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of("files");
    }

    DumpReport dump() throws Exception {
        return dump(kept.sink());
    }

    DumpReport dump(StreamSink sink) throws Exception {
        return engine.dump(
                new DumpRequest(new StoreDefinition("tree", "files", Map.of("path", tree.toString())), later()), sink);
    }

    RestoreTarget target(Map<String, String> options) {
        return new RestoreTarget(
                new StoreDefinition("restored", "files", Map.of("path", restored.toString())), options);
    }

    /** Where the tree itself was, before it was lost. */
    RestoreTarget origin() {
        return new RestoreTarget(new StoreDefinition("origin", "files", Map.of("path", tree.toString())), Map.of());
    }

    RestorePlan plan(SnapshotContent content, Map<String, String> options) throws Exception {
        return engine.plan(target(options), content);
    }

    RestoreReport restore(SnapshotContent content, Map<String, String> options) throws Exception {
        return restore(content, target(options));
    }

    RestoreReport restore(SnapshotContent content, RestoreTarget target) throws Exception {
        return restore(content, target, kept.source());
    }

    RestoreReport restore(SnapshotContent content, RestoreTarget target, StreamSource source) throws Exception {
        return engine.restore(new RestoreRequest("r", target, content, false, later()), source, Progress.IGNORED);
    }

    /** What differs between what was restored and what the restore says of it. */
    List<Evidence.Difference> differences(RestoreReport report) throws Exception {
        return Evidence.differences(
                report.expected(), engine.evidence(target(Map.of()), Optional.of(report.expected())));
    }

    static Instant later() {
        return Clock.systemUTC().instant().plusSeconds(300);
    }

    @Override
    public void close() {
        commands.close();
    }
}
