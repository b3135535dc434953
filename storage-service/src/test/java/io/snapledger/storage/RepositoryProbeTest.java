package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.RepositoryReadOnlyException;
import io.snapledger.repository.memory.Faults;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.memory.Passing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RepositoryProbeTest {

    private final MemoryBackend whole = new MemoryBackend();

    @Test
    void aGoodRepositoryBecomesOursAndKeepsNoTraceOfTheProbe() {
        OpenRepository opened = open(whole);

        assertThat(opened.trouble()).isEmpty();
        assertThat(opened.objects().info().owners()).containsExactly(SampleAttempt.INSTALLATION);
        assertThat(whole.keys()).containsExactly(RepositoryLayout.INFO);
    }

    @Test
    void aPlaceThatOverwritesIsRefused() {
        RepositoryBackend overwriting = new Passing(whole) {
            @Override
            public PutOutcome create(String key, ObjectSource source) {
                super.delete(key);
                return super.create(key, source);
            }
        };
        assertThatThrownBy(() -> open(overwriting))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("create-only")
                .hasMessageContaining("snapledger.repositories.main");
    }

    @Test
    void aPlaceThatIgnoresVersionsIsRefused() {
        RepositoryBackend careless = new Passing(whole) {
            @Override
            public boolean replace(String key, String version, byte[] content) {
                return super.replace(key, super.get(key, 4096).orElseThrow().version(), content);
            }
        };
        assertThatThrownBy(() -> open(careless))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("compare-and-swap");
    }

    @Test
    void aPlaceWhoseListingsLagIsRefused() {
        RepositoryBackend lagging = new Passing(whole) {
            @Override
            public void list(String prefix, Consumer<ObjectStat> sink) {
                // shows nothing yet
            }
        };
        assertThatThrownBy(() -> open(lagging)).hasMessageContaining("listing");
    }

    @Test
    void aRepositoryOfALaterFormatIsRefused() {
        whole.create(
                RepositoryLayout.INFO,
                ObjectSource.bytes("{\"format\":2,\"id\":\"x\",\"owners\":[],\"createdAt\":\"2026-11-21T00:00:00Z\"}"
                        .getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> open(whole)).isInstanceOf(RepositoryException.Permanent.class);
    }

    @Test
    void aReadOnlyRepositoryIsServedAndProvenOnceItCanBeWritten() {
        open(whole);
        whole.faults()
                .fail(
                        Faults.Call.CREATE,
                        key -> key.startsWith("pins/"),
                        2,
                        () -> new RepositoryReadOnlyException("read-only file system", null));

        OpenRepository opened = open(whole);
        assertThat(opened.trouble()).hasValueSatisfying(text -> assertThat(text).contains("read-only"));
        assertThat(opened.objects().info().owners()).hasSize(1);
        assertThatThrownBy(opened::requireWritable).isInstanceOf(RepositoryReadOnlyException.class);
        opened.requireWritable();

        assertThat(opened.trouble()).isEmpty();
    }

    private static OpenRepository open(RepositoryBackend backend) {
        return OpenRepository.open("main", backend, SampleAttempt.INSTALLATION, Clock.systemUTC());
    }
}
