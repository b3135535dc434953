package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.LocalCommandRunner;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachesTest {

    private static final Endpoint NAMED = new Endpoint("db.example", 5432);

    @TempDir
    Path scratch;

    private LocalCommandRunner commands;
    private Reaches reaches;

    @BeforeEach
    void load() throws Exception {
        commands = new LocalCommandRunner(scratch);
        reaches = Reaches.load(commands);
    }

    @AfterEach
    void close() {
        commands.close();
    }

    private static StoreDefinition store(Map<String, String> options) {
        return new StoreDefinition("orders", "some-kind", options);
    }

    @Test
    void aStoreWithoutSuchOptionsIsReachedDirectly() throws Exception {
        StoreDefinition store = store(Map.of("host", "db.example"));
        try (Reach reach = reaches.of(store)) {
            assertThat(reach.fromHere(NAMED)).isEqualTo(NAMED);
            assertThat(reach.fromTools(NAMED)).isEqualTo(NAMED);
            assertThat(reach.commands()).isSameAs(commands);
            assertThat(reach.sharesFiles()).isTrue();
        }
        assertThat(reaches.wayTo(store)).isEmpty();
    }

    @Test
    void theOptionsOfAWayFindIt() throws Exception {
        try (Reach reach = reaches.of(store(Map.of(PodLikeProvider.PORT, "5433")))) {
            assertThat(reach.fromHere(NAMED).host()).isEqualTo("127.0.0.1");
            assertThat(reach.fromTools(NAMED)).isEqualTo(new Endpoint("127.0.0.1", 5433));
            assertThat(reach.sharesFiles()).isFalse();
        }
    }

    @Test
    void anUnknownWayIsRefusedWithTheNearest() {
        StoreException refused =
                catchThrowableOfType(StoreException.class, () -> reaches.check(store(Map.of("podlik.port", "5433"))));
        assertThat(refused.reason()).isEqualTo(Reason.BAD_OPTIONS);
        assertThat(refused).hasMessageContaining("store 'orders'").hasMessageContaining("'podlik.'");
        assertThat(refused.hint()).isEqualTo("did you mean 'podlike'?");
    }

    @Test
    void twoWaysAreOneTooMany() {
        StoreException refused = catchThrowableOfType(
                StoreException.class,
                () -> reaches.of(store(Map.of(PodLikeProvider.PORT, "5433", "kubernetes.pod", "db-0"))));
        assertThat(refused.reason()).isEqualTo(Reason.BAD_OPTIONS);
        assertThat(refused).hasMessageContaining("[kubernetes, podlike]");
    }

    @Test
    void aWrongOptionOfAWayIsRefusedByIt() {
        StoreException refused = catchThrowableOfType(
                StoreException.class,
                () -> reaches.check(store(Map.of(PodLikeProvider.PORT, "5433", "podlike.prot", "1"))));
        assertThat(refused).hasMessageContaining("podlike.prot");
    }

    @Test
    void twoServersOfOneNameInDifferentPodsDoNotExcludeEachOther() {
        Place.Key here = Place.Key.ofServer("localhost", 5432);
        String one = reaches.wayTo(store(Map.of("podlike.port", "1", "host", "localhost")));
        String other = reaches.wayTo(store(Map.of("podlike.port", "2", "host", "localhost")));

        assertThat(here.by(one).overlaps(here.by(other))).isFalse();
        assertThat(here.by(one).overlaps(here.by(one))).isTrue();
        assertThat(here.by("")).isEqualTo(here);
    }

    @Test
    void anAddressOfIpv6StandsInBracketsWhereAPortFollows() {
        assertThat(new Endpoint("::1", 5432)).hasToString("[::1]:5432");
        assertThat(NAMED).hasToString("db.example:5432");
    }
}
