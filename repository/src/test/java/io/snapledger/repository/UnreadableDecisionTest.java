package io.snapledger.repository;

import static io.snapledger.repository.Samples.NOW;
import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.snapshot;
import static io.snapledger.repository.Samples.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.memory.MemoryBackend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnreadableDecisionTest {

    private final MemoryBackend backend = new MemoryBackend();
    private final BackendRepository repository = new BackendRepository("main", backend);
    private final List<UnreadableDecision> unreadable = new ArrayList<>();

    @BeforeEach
    void fill() {
        for (int n = 1; n <= 3; n++) {
            put(n, DecisionCodec.write(new Decision.Aborted(subject(snapshot(n)), "test", NOW)));
        }
    }

    @Test
    void oneRottenDecisionHidesNoOther() {
        put(4, "{\"version\":1,\"state\":".getBytes(StandardCharsets.UTF_8));

        assertThat(repository.decisions(DecisionFilter.ALL, unreadable::add))
                .extracting(decision -> decision.subject().snapshot())
                .containsExactlyInAnyOrder(snapshot(1), snapshot(2), snapshot(3));
        assertThat(unreadable).singleElement().satisfies(rotten -> {
            assertThat(rotten.object()).isEqualTo(RepositoryLayout.decision(STORE, snapshot(4)));
            assertThat(rotten.store()).isEqualTo(STORE.value());
            assertThat(rotten.snapshot()).isEqualTo(snapshot(4).value());
            assertThat(rotten.message()).isNotBlank();
        });
    }

    @Test
    void whoMustKnowAllIsRefused() {
        put(4, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> repository.decisions(DecisionFilter.ALL))
                .isInstanceOf(DamagedSnapshotException.class)
                .hasMessageContaining(snapshot(4).value());
        assertThat(repository.decisions(DecisionFilter.ofBackup(snapshot(1).backup())))
                .hasSize(1);
    }

    @Test
    void aDecisionUnderAnothersNameIsDamage() {
        put(4, DecisionCodec.write(new Decision.Aborted(subject(snapshot(1)), "test", NOW)));

        assertThat(repository.decisions(DecisionFilter.ALL, unreadable::add)).hasSize(3);
        assertThat(unreadable)
                .extracting(UnreadableDecision::snapshot)
                .containsExactly(snapshot(4).value());
        assertThatThrownBy(() -> repository.decision(STORE, snapshot(4))).isInstanceOf(DamagedSnapshotException.class);
    }

    private void put(int n, byte[] content) {
        backend.create(RepositoryLayout.decision(STORE, snapshot(n)), ObjectSource.bytes(content));
    }
}
