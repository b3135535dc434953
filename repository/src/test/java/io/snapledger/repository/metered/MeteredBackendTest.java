package io.snapledger.repository.metered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryBackendContract;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.memory.Faults.Call;
import io.snapledger.repository.memory.MemoryBackend;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeteredBackendTest extends RepositoryBackendContract {

    private final MemoryBackend memory = new MemoryBackend();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();
    private final RepositoryMeter meter = new RepositoryMeter() {
        @Override
        public void called(Operation operation, Outcome outcome, Duration took) {
            told.add(operation + " " + outcome + " " + took.toNanos());
        }

        @Override
        public void moved(Operation operation, long bytes) {
            told.add(operation + " " + bytes);
        }
    };
    private final MeteredBackend backend = new MeteredBackend(memory, meter, () -> nanos.getAndAdd(5));

    @Override
    protected RepositoryBackend backend() {
        return backend;
    }

    @Test
    void callsAndBytesAreTold() throws IOException {
        backend.create("a", ObjectSource.bytes(new byte[3]));
        backend.create("a", ObjectSource.bytes(new byte[3]));
        String version = backend.get("a", 10).orElseThrow().version();
        backend.replace("a", version, new byte[7]);
        backend.replace("a", version, new byte[8]);
        try (InputStream stream = backend.read("a", 0, 100)) {
            assertThat(stream.read()).isZero();
            assertThat(stream.readAllBytes()).hasSize(6);
        }
        backend.get("none", 1);
        backend.stat("a");
        backend.list("", object -> {});
        backend.delete("a");

        assertThat(told)
                .containsExactly(
                        "CREATE DONE 5",
                        "CREATE 3",
                        "CREATE DONE 5",
                        "GET DONE 5",
                        "GET 3",
                        "REPLACE DONE 5",
                        "REPLACE 7",
                        "REPLACE DONE 5",
                        "READ DONE 5",
                        "READ 7",
                        "GET DONE 5",
                        "STAT DONE 5",
                        "LIST DONE 5",
                        "DELETE DONE 5");
    }

    @Test
    void failuresAreToldByWhetherTheyPass() {
        memory.faults().timeout(Call.GET, key -> true, 1);
        memory.faults().fail(Call.CREATE, key -> true, 1, () -> new RepositoryException.Permanent("denied", "may not"));

        assertThatThrownBy(() -> backend.get("a", 1)).isInstanceOf(RepositoryException.Transient.class);
        assertThatThrownBy(() -> backend.create("a", ObjectSource.bytes(new byte[1])))
                .isInstanceOf(RepositoryException.Permanent.class);

        assertThat(told).containsExactly("GET TRANSIENT 5", "CREATE PERMANENT 5");
    }
}
