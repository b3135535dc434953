package io.snapledger.repository.retrying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryBackendContract;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.Stray;
import io.snapledger.repository.memory.Faults.Call;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.memory.Passing;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RetryingBackendTest extends RepositoryBackendContract {

    private static final RetryPolicy POLICY = new RetryPolicy(3, Duration.ofMillis(100), Duration.ofMillis(150));

    private final MemoryBackend memory = new MemoryBackend();
    private final List<Duration> pauses = new ArrayList<>();
    private final RetryingBackend backend = retrying(memory);

    @Override
    protected RepositoryBackend backend() {
        return backend;
    }

    private RetryingBackend retrying(RepositoryBackend real) {
        return new RetryingBackend(real, POLICY, new Random(3), pauses::add);
    }

    @Test
    void whatPassesIsNotSeen() throws IOException {
        backend.create("a/b", ObjectSource.bytes(new byte[3]));
        for (Call call : List.of(Call.GET, Call.STAT, Call.READ, Call.LIST, Call.DELETE)) {
            memory.faults().timeout(call, key -> true, 2);
        }

        assertThat(backend.get("a/b", 3)).isPresent();
        assertThat(backend.stat("a/b")).isPresent();
        try (InputStream stream = backend.read("a/b", 0, 3)) {
            assertThat(stream.readAllBytes()).hasSize(3);
        }
        assertThat(listed(backend)).containsExactly("a/b");
        backend.delete("a/b");

        assertThat(memory.keys()).isEmpty();
        memory.faults().requireAllHit();
    }

    @Test
    void pausesGrowAndAreBoundedAndNeverTheSame() {
        memory.faults().timeout(Call.GET, key -> true, 3);

        assertThatThrownBy(() -> backend.get("a", 1)).isInstanceOf(RepositoryException.Transient.class);

        assertThat(pauses).hasSize(2);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(75), Duration.ofMillis(150));
        assertThat(memory.calls(Call.GET)).isEqualTo(3);
    }

    @Test
    void whatCannotBeHelpedIsToldAtOnce() {
        memory.faults().fail(Call.GET, key -> true, 1, () -> new RepositoryException.Permanent("denied", "may not"));

        assertThatThrownBy(() -> backend.get("a", 1)).isInstanceOf(RepositoryException.Permanent.class);

        assertThat(pauses).isEmpty();
    }

    @Test
    void whatMayHaveHappenedIsLeftToWhoCanRead() {
        memory.faults().executeThenTimeout(Call.CREATE, key -> true, 1);
        memory.faults().executeThenTimeout(Call.REPLACE, key -> true, 1);

        assertThatThrownBy(() -> backend.create("a", ObjectSource.bytes(new byte[1])))
                .isInstanceOf(RepositoryException.Transient.class);
        assertThat(backend.create("a", ObjectSource.bytes(new byte[1]))).isEqualTo(PutOutcome.EXISTS);
        String version = backend.get("a", 1).orElseThrow().version();
        assertThatThrownBy(() -> backend.replace("a", version, new byte[2]))
                .isInstanceOf(RepositoryException.Transient.class);

        assertThat(memory.calls(Call.REPLACE)).isOne();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aListingThatBreaksOffGoesOnBehindWhatWasShown() {
        for (int i = 0; i < 9; i++) {
            memory.create("k/" + i, ObjectSource.bytes(new byte[1]));
        }
        RetryingBackend flaky = retrying(new Breaking(memory));

        List<String> strays = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        flaky.list("", object -> keys.add(object.key()), stray -> strays.add(stray.name()));

        assertThat(keys).containsExactlyElementsOf(memory.keys());
        assertThat(strays).containsExactly("stray");
    }

    @Test
    void aFailureOfTheReceiverIsNotTheListings() {
        memory.create("a", ObjectSource.bytes(new byte[1]));
        RepositoryException.Transient own = new RepositoryException.Transient("other", "another repository is away");

        assertThatThrownBy(() -> backend.list("", object -> {
                    throw own;
                }))
                .isSameAs(own);

        assertThat(pauses).isEmpty();
    }

    @Test
    void whoIsInterruptedWaitsNoLonger() {
        memory.faults().timeout(Call.GET, key -> true, 1);
        RetryingBackend interrupted = new RetryingBackend(memory, POLICY, new Random(3), pause -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> interrupted.get("a", 1)).isInstanceOf(RepositoryException.Transient.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    private static List<String> listed(RepositoryBackend backend) {
        List<String> keys = new ArrayList<>();
        backend.list("", object -> keys.add(object.key()));
        return keys;
    }

    /** Breaks off its first two listings, each further on. */
    private static final class Breaking extends Passing {

        private int listings;

        private Breaking(RepositoryBackend to) {
            super(to);
        }

        @Override
        public void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
            int end = ++listings < 3 ? 3 * listings : Integer.MAX_VALUE;
            int[] shown = {0};
            strays.accept(new Stray("stray", "another file"));
            super.list(
                    prefix,
                    object -> {
                        if (shown[0]++ == end) {
                            throw new RepositoryException.Transient("timeout", "no answer");
                        }
                        sink.accept(object);
                    },
                    strays);
        }
    }
}
