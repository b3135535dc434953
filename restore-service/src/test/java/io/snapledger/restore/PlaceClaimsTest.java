package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.Event;
import io.snapledger.events.RestoreClaimed;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two restores that could write to one thing do not run at once, whatever their options say and whichever replicas they run on. */
class PlaceClaimsTest {

    private static final Instant NOW = Stage.CLOCK.instant();
    private static final Instant UNTIL = NOW.plus(Duration.ofHours(1));

    private final Stage stage = new Stage();
    private final List<Event<?>> log = new ArrayList<>();
    private final PlaceClaims claims = new PlaceClaims();

    @BeforeEach
    void aSnapshot() {
        stage.store("shop", Stage.DUE, Stage.data("shop"), "shop");
        stage.store("users", Stage.DUE, Stage.data("users"), "users");
    }

    private List<StoreRestore> into(String store, Map<String, String> options) throws Exception {
        return stage.planner()
                .plan(Stage.wish(false, Map.of(store, new RestoreTo(null, options)), store))
                .stores();
    }

    private List<StoreRestore> path(String path) throws Exception {
        return into("shop", Map.of("path", path));
    }

    private Optional<String> take(String restore, List<StoreRestore> stores) throws InterruptedException {
        return take(restore, 1, stores, NOW);
    }

    /** Who holds it, if it cannot be had. */
    private Optional<String> take(String restore, int number, List<StoreRestore> stores, Instant time)
            throws InterruptedException {
        claims.expect(restore, number);
        say(claim(restore, number, stores, time), time);
        return claims.verdict(restore, number).map(PlaceClaims.Taken::holder);
    }

    private void letGo(String restore) {
        say(claim(restore, 1, List.of(), NOW), NOW);
    }

    private void say(RestoreClaimed claim, Instant time) {
        Event<?> event = Event.of(Role.RESTORE, time, claim);
        log.add(event);
        claims.accept(event);
    }

    private static RestoreClaimed claim(String restore, int number, List<StoreRestore> stores, Instant time) {
        return new RestoreClaimed(
                restore, "restore-1", number, PlaceClaims.inEvent(stores), time.plus(Duration.ofHours(1)));
    }

    @Test
    void aTreeExcludesWhatIsInItAndWhatItIsIn() throws Exception {
        assertThat(take("r-1", path("/srv/project"))).isEmpty();
        assertThat(take("r-2", into("users", Map.of("path", "/srv")))).contains("r-1");
        assertThat(take("r-2", into("users", Map.of("path", "/srv/project/deep"))))
                .contains("r-1");
        assertThat(take("r-2", into("users", Map.of("path", "/srv/project2")))).isEmpty();
    }

    @Test
    void optionsThatDoNotSayWhereDoNotMatter() throws Exception {
        assertThat(take("r-1", into("shop", Map.of("analyze", "false")))).isEmpty();
        assertThat(take("r-2", into("shop", Map.of()))).contains("r-1");
    }

    @Test
    void itsOwnPlacesArePutBackAndTakenAgain() throws Exception {
        assertThat(take("r-1", path("/srv"))).isEmpty();
        assertThat(take("r-1", 2, path("/srv"), NOW)).isEmpty();
        letGo("r-1");
        assertThat(take("r-2", path("/srv"))).isEmpty();
    }

    @Test
    void allPlacesAreTakenOrNone() throws Exception {
        List<StoreRestore> shop = into("shop", Map.of());
        List<StoreRestore> users = into("users", Map.of());
        assertThat(take("r-1", users)).isEmpty();
        assertThat(take("r-2", List.of(shop.get(0), users.get(0)))).contains("r-1");
        assertThat(take("r-3", shop)).isEmpty();
    }

    @Test
    void aRestoreWhoseReplicaVanishedHoldsItsPlacesUntilItsTimeIsOver() throws Exception {
        assertThat(take("r-1", path("/srv"))).isEmpty();
        assertThat(take("r-2", 1, path("/srv"), UNTIL.plus(Duration.ofMinutes(4))))
                .contains("r-1");
        assertThat(take("r-2", 2, path("/srv"), UNTIL.plus(Duration.ofMinutes(6))))
                .isEmpty();
        assertThat(take("r-1", 2, path("/srv"), UNTIL.plus(Duration.ofMinutes(7))))
                .as("it has lost them")
                .contains("r-2");
    }

    @Test
    void aReplicaThatReadsTheLogLaterComesToTheSameVerdicts() throws Exception {
        assertThat(take("r-1", path("/srv"))).isEmpty();
        assertThat(take("r-2", path("/srv/project"))).contains("r-1");
        letGo("r-2");
        letGo("r-1");
        assertThat(take("r-3", path("/srv/project"))).isEmpty();

        PlaceClaims later = new PlaceClaims();
        log.forEach(later::accept);
        later.expect("r-4", 1);
        later.accept(Event.of(Role.RESTORE, NOW, claim("r-4", 1, path("/srv"), NOW)));
        assertThat(later.verdict("r-4", 1).map(PlaceClaims.Taken::holder)).contains("r-3");
    }

    @Test
    void whoClaimsWaitsUntilTheClaimHasComeBack() throws Exception {
        claims.expect("r-1", 1);
        CompletableFuture<Optional<PlaceClaims.Taken>> verdict = CompletableFuture.supplyAsync(() -> {
            try {
                return claims.verdict("r-1", 1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        say(claim("r-2", 1, path("/other"), NOW), NOW);
        assertThat(verdict).isNotDone();
        say(claim("r-1", 1, path("/srv"), NOW), NOW);
        assertThat(verdict.get(10, TimeUnit.SECONDS)).isEmpty();
    }
}
