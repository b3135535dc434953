package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.compare.Outcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store of one kind as the law's tests need it: where its source and its target are, what a stranger may put into it, and how it is looked
 * at by means of its own. A new kind begins here; {@link StoreEngineContract} holds its engine to the law.
 */
public abstract class StoreUnderTest {

    /** What a kind may lack. Its tests are skipped then, with a printed line. */
    public enum Capability {
        /** A restore is made beside what is there and swapped in, so that one that fails leaves the target as it was. */
        SWAP,
        /** What was made is compared with the evidence before the target is changed. */
        PROVES_FIRST,
        /** One thing can be unreadable while the others are dumped. */
        PARTIAL,
        /** What a snapshot holds is listed by path, and restored alone without reading the rest. */
        SINGLE_PATHS,
        /** A name may be bytes that are no text. */
        BYTE_NAMES,
        /** What the store holds runs nowhere in a restore, not even where the target itself evaluates it. */
        INERT_RESTORE,
        /** It is reached with a secret. */
        SECRET
    }

    static final String RESTORE = "restore-1";

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    protected Path scratch;

    protected LocalCommandRunner commands;
    protected StoreEngine engine;
    private Set<Long> processesBefore;

    /** What this kind can; the hooks of what it cannot are never called. */
    protected abstract Set<Capability> capabilities();

    /** A filled store. */
    protected abstract StoreDefinition source();

    /** A target that holds nothing. */
    protected abstract RestoreTarget target();

    /** Compares source and target with code that shares nothing with the engine. */
    protected abstract Outcome compareIndependently() throws Exception;

    /** Changes one small thing in the source. */
    protected abstract void changeOneThing() throws Exception;

    /** Puts something into the target, so that it is not fresh. */
    protected abstract void occupyTarget() throws Exception;

    /** What of the target tells whether it was touched. */
    protected abstract String fingerprintOfTarget() throws Exception;

    /** Makes the source unreachable. */
    protected abstract void removeSource() throws Exception;

    /** The streams that a whole restore reads. */
    protected List<StreamContent> readByARestore(SnapshotContent content) {
        return content.streams();
    }

    /** Leaves nothing in the source that counts as an object. */
    protected abstract void emptySource() throws Exception;

    /** Removes a part of what counts as objects from the source. */
    protected abstract void shrinkSource() throws Exception;

    /** Transactions, locks, open files of an engine at source and target: none while no call is made. */
    protected abstract Set<String> heldByTheEngine() throws Exception;

    /**
     * Plants into the source all ways to make an engine or one of its tools act that the kind has, each with a canary.
     *
     * @return their names
     */
    protected abstract Set<String> plantTraps() throws Exception;

    /** Which traps acted since they were planted, at the source or the target. */
    protected abstract Set<String> trapsThatActed() throws Exception;

    /** Reads the source as somebody careless would, so that a trap acts: the traps are armed. */
    protected abstract void readCarelessly() throws Exception;

    /** The target of a source with traps or with something unreadable, with the options that a restore of such needs. */
    protected RestoreTarget targetOfOddities() {
        return target();
    }

    /**
     * {@link Capability#PARTIAL}: puts one thing that cannot be read into the source.
     *
     * @return how the dump must name it
     */
    protected String makeOneThingUnreadable() throws Exception {
        throw lacking(Capability.PARTIAL);
    }

    /** {@link Capability#SINGLE_PATHS}: what is in the source, as paths of a list, told by means of the kind itself. */
    protected Set<String> pathsOfSource() throws Exception {
        throw lacking(Capability.SINGLE_PATHS);
    }

    /** {@link Capability#SINGLE_PATHS}: a path in the source that holds a small part of its bytes. */
    protected String smallPath() {
        throw lacking(Capability.SINGLE_PATHS);
    }

    /** {@link Capability#BYTE_NAMES}: puts names of all kinds that are no text into the source. */
    protected void plantNamesThatAreNoText() throws Exception {
        throw lacking(Capability.BYTE_NAMES);
    }

    /** {@link Capability#BYTE_NAMES}: those names as they are in a store, told by the kind's own means. */
    protected List<String> namesThatAreNoText(StoreDefinition store) throws Exception {
        throw lacking(Capability.BYTE_NAMES);
    }

    /** {@link Capability#SECRET}: the secret of source and target. */
    protected String secret() {
        throw lacking(Capability.SECRET);
    }

    /** {@link Capability#SECRET}: the source, reached with that secret by somebody whom it refuses. */
    protected StoreDefinition refusedSource() {
        throw lacking(Capability.SECRET);
    }

    private static AssertionError lacking(Capability capability) {
        return new AssertionError("a kind with capability " + capability + " overrides this");
    }

    /** Runs before every test. */
    protected void prepare() throws Exception {}

    @BeforeEach
    void startEngine() throws Exception {
        prepare();
        processesBefore = processes();
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of(source().kind());
    }

    @AfterEach
    void nothingStaysBehind() throws Exception {
        Awaitility.await("transactions, locks and open files of the engine to end")
                .atMost(SOON)
                .until(() -> heldByTheEngine().isEmpty());
        commands.close();
        Awaitility.await("processes of tools to end")
                .atMost(SOON)
                .until(() -> processesBefore.containsAll(processes()));
        assertThat(scratch.resolve("tools")).as("private files of tools").isEmptyDirectory();
    }

    /** The children of this process, and theirs. */
    private static Set<Long> processes() {
        return ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::pid)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Ends the test here if the kind lacks something, and says so. */
    void needs(Capability capability) {
        Assumptions.assumeTrue(has(capability), () -> "the kind has no " + capability);
    }

    /** Whether the kind has a capability; says so if not. */
    boolean has(Capability capability) {
        boolean has = capabilities().contains(capability);
        if (!has) {
            System.out.println("skipped: kind " + source().kind() + " has no " + capability);
        }
        return has;
    }

    protected static Instant soon() {
        return Clock.systemUTC().instant().plus(Duration.ofMinutes(3));
    }

    protected SnapshotContent dump(KeptStreams kept) throws Exception {
        return engine.dump(new DumpRequest(source(), soon()), kept.sink()).content();
    }

    protected RestoreReport restore(SnapshotContent content, StreamSource streams, boolean replace) throws Exception {
        return restore(target(), content, streams, replace);
    }

    RestoreReport restore(RestoreTarget target, SnapshotContent content, StreamSource streams, boolean replace)
            throws Exception {
        return engine.restore(new RestoreRequest(RESTORE, target, content, replace, soon()), streams, Progress.IGNORED);
    }

    protected void assertEvidenceHolds(RestoreReport report) throws Exception {
        assertEvidenceHolds(target(), report);
    }

    void assertEvidenceHolds(RestoreTarget target, RestoreReport report) throws Exception {
        Evidence actual = engine.evidence(target, Optional.of(report.expected()));
        assertThat(Evidence.differences(report.expected(), actual)).isEmpty();
    }

    List<SnapshotEntry> list(SnapshotContent content, KeptStreams kept) throws Exception {
        List<SnapshotEntry> entries = new ArrayList<>();
        engine.list(content, kept.source(), entries::add);
        return entries;
    }

    public static StoreDefinition with(StoreDefinition store, String option, String value) {
        Map<String, String> options = new java.util.HashMap<>(store.options());
        options.put(option, value);
        return new StoreDefinition(store.name(), store.kind(), options);
    }
}
