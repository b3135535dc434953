package io.snapledger.repository.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryBackendContract;
import io.snapledger.repository.RepositoryException;
import org.junit.jupiter.api.Test;

class MemoryBackendTest extends RepositoryBackendContract {

    private final MemoryBackend backend = new MemoryBackend();

    @Override
    protected RepositoryBackend backend() {
        return backend;
    }

    @Test
    void aScriptedFaultIsMetAsOftenAsItSays() {
        backend.faults().timeout(Faults.Call.CREATE, key -> key.startsWith("a"), 1);
        backend.faults().executeThenTimeout(Faults.Call.CREATE, key -> key.startsWith("b"), 1);

        assertThatThrownBy(() -> backend.create("a", ObjectSource.bytes(new byte[1])))
                .isInstanceOf(RepositoryException.Transient.class);
        assertThatThrownBy(() -> backend.faults().requireAllHit()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> backend.create("b", ObjectSource.bytes(new byte[1])))
                .isInstanceOf(RepositoryException.Transient.class);

        assertThat(backend.keys()).containsExactly("b");
        backend.faults().requireAllHit();
    }
}
