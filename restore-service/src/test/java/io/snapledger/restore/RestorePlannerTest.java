package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.FailureCode;
import io.snapledger.events.RestoreTo;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.memory.Faults;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a restore would do, told without touching anything. */
class RestorePlannerTest {

    private static final Map<String, RestoreTo> IN_PLACE = Map.of();

    private final Stage stage = new Stage();

    @BeforeEach
    void aBackupOfTwoStores() {
        stage.store("shop", Stage.DUE, Stage.data("shop"), "shop", "users");
        stage.store("users", Stage.DUE, Stage.data("users"), "shop", "users");
    }

    @Test
    void aFreshTargetHasNoBlockersAndNothingIsTouched() throws Exception {
        PlannedRestores planned = stage.planner().plan(Stage.wish(false, IN_PLACE));

        assertThat(planned.stores()).extracting(StoreRestore::store).containsExactly("shop", "users");
        assertThat(planned.blockers()).isEmpty();
        assertThat(planned.allFresh()).isTrue();
        assertThat(planned.inEvent().get(0).actions()).containsExactly("create stream one", "create stream two");
        assertThat(stage.engine.calls).containsExactly("plan shop", "plan users");
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void aTargetThatHoldsSomethingNeedsTheWord() throws Exception {
        stage.engine.store("shop").put("old", "x");

        PlannedRestores without = stage.planner().plan(Stage.wish(false, IN_PLACE, "shop"));
        PlannedRestores with = stage.planner().plan(Stage.wish(true, IN_PLACE, "shop"));

        assertThat(without.blockersByStore().get(0))
                .containsExactly(new Blocker(
                        FailureCode.TARGET_NOT_FRESH,
                        "the target is not fresh: it holds [old]; HINT: restore beside it, or say --overwrite"));
        assertThat(with.blockers()).isEmpty();
        assertThat(with.allFresh()).isFalse();
    }

    @Test
    void aTargetThatNoBackupWouldCoverNeedsTheWordToGoWithoutASafetySnapshot() throws Exception {
        stage.engine.store("shop").put("old", "x");
        Map<String, RestoreTo> elsewhere = Map.of("shop", new RestoreTo(null, Map.of("path", "/elsewhere")));

        assertThat(stage.planner().plan(Stage.wish(true, elsewhere, "shop")).blockers())
                .containsExactly("shop: no safety snapshot can be made, since the target is not a configured store"
                        + "; HINT: say --skip-safety-snapshot to go without one");
    }

    @Test
    void twoStoresAreNotRestoredIntoOneTarget() throws Exception {
        Map<String, RestoreTo> same =
                Map.of("shop", new RestoreTo("copy", Map.of()), "users", new RestoreTo("copy", Map.of()));

        assertThat(stage.planner().plan(Stage.wish(true, same)).blockers())
                .containsExactly(
                        "users: store 'shop' is restored into copy at map copy too; HINT: give each store a target of its own");
    }

    @Test
    void onePathIsOneTargetWhateverTheStoresAreCalled() throws Exception {
        Map<String, RestoreTo> same = Map.of(
                "shop", new RestoreTo(null, Map.of("path", "/srv/x")),
                "users", new RestoreTo(null, Map.of("path", "/srv/y/../x/")));

        assertThat(stage.planner().plan(Stage.wish(false, same)).blockers())
                .singleElement()
                .asString()
                .startsWith("users: store 'shop' is restored into users at /srv/y/../x/ too");
    }

    @Test
    void aTargetForAStoreThatIsNotRestoredIsASlipThatWouldRestoreAnotherInPlace() {
        Map<String, RestoreTo> misspelt = Map.of("shpo", new RestoreTo("copy", Map.of()));

        refused(
                stage.planner(),
                Stage.wish(true, misspelt, "shop"),
                FailureCode.BAD_REQUEST,
                "there is a target for [shpo], but what is restored is [shop]; HINT: name targets for these alone");
    }

    @Test
    void aTargetOfAnotherKindOrThatNobodyConfiguredIsRefused() {
        refused(
                stage.planner(),
                Stage.wish(false, Map.of("shop", new RestoreTo("files", Map.of())), "shop"),
                FailureCode.BAD_REQUEST,
                "the snapshot of 'shop' is of kind fake, but 'files' is of kind files; HINT: choose a store of kind fake");
        refused(
                stage.planner(),
                Stage.wish(false, Map.of("shop", new RestoreTo("strange", Map.of())), "shop"),
                FailureCode.BAD_REQUEST,
                "store 'strange' is not configured here; HINT: configure it, or choose one of copy, files, shop, users");
        refused(
                stage.planner(),
                Stage.wish(false, Map.of("shop", new RestoreTo(null, Map.of("unknown", "1"))), "shop"),
                FailureCode.BAD_REQUEST,
                "unknown option 'unknown'; HINT: there are none");
    }

    @Test
    void aWrongKeyIsRefusedWithTheIdsWantedAndOffered() {
        RecipientKey strange = RecipientKey.generate(new SecureRandom());

        refused(
                stage.planner(new KeyRing(List.of(strange))),
                Stage.wish(false, IN_PLACE),
                FailureCode.WRONG_KEY,
                "offered [" + strange.recipient().id() + "]; HINT: name the service key or the recovery key");
    }

    @Test
    void aRepositoryThatDoesNotAnswerIsNotANotFound() {
        Stage empty = new Stage("empty");
        stage.backend.faults().timeout(Faults.Call.LIST, key -> true, 1);

        refused(
                stage.planner(stage.repository, empty.repository),
                Stage.wish(false, IN_PLACE),
                FailureCode.REPOSITORY_UNREACHABLE,
                "cannot read repository 'main': no answer to LIST in time");
        stage.backend.faults().requireAllHit();
    }

    @Test
    void theNextRepositoryIsAskedAndTheOneThatDidNotAnswerIsNamed() throws Exception {
        Stage copy = new Stage("copy");
        copy.store("shop", Stage.DUE.minusSeconds(86_400), Stage.data("older"));
        stage.backend.faults().timeout(Faults.Call.LIST, key -> true, 1);

        PlannedRestores planned =
                stage.planner(stage.repository, copy.repository).plan(Stage.wish(false, IN_PLACE, "shop"));

        assertThat(planned.stores().get(0).repository().name()).isEqualTo("copy");
        assertThat(planned.warnings())
                .containsExactly("repository 'main' was passed over, and may hold something newer:"
                        + " cannot read repository 'main': no answer to LIST in time");
    }

    @Test
    void aRepositoryThatIsNamedIsTheOnlyOneAsked() {
        Stage copy = new Stage("copy");

        refused(
                stage.planner(stage.repository, copy.repository),
                in("copy"),
                FailureCode.NOT_FOUND,
                "there is no restorable snapshot; HINT: snapledger backup list");
        refused(stage.planner(), in("strange"), FailureCode.NOT_FOUND, "no repository 'strange'; HINT: one of [main]");
    }

    @Test
    void aDecisionThatCannotBeReadHidesNoOtherAndIsNotTakenForAbsent() throws Exception {
        String decision = stage.backend.keys().stream()
                .filter(key -> key.startsWith("decisions/users/"))
                .findFirst()
                .orElseThrow();
        stage.backend.damage(decision, "{".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        PlannedRestores both = stage.planner().plan(Stage.wish(false, IN_PLACE));

        assertThat(both.stores()).extracting(StoreRestore::store).containsExactly("shop");
        assertThat(both.warnings())
                .containsExactly(
                        "repository 'main' may hold more: its decision " + decision + " cannot be read",
                        "backup " + Stage.backup(Stage.DUE) + " is not complete: it lacks [users]");
        assertThat(stage.planner().plan(Stage.wish(false, IN_PLACE, "shop")).warnings())
                .isEmpty();
        refused(
                stage.planner(),
                Stage.wish(false, IN_PLACE, "users"),
                FailureCode.DAMAGED,
                "there is no restorable snapshot of stores [users], but 1 decisions that may be meant cannot be read, "
                        + decision);
    }

    @Test
    void aManifestThatSaysNothingIsNotRestored() {
        BackendRepository repository = stage.repository;
        stage.backend.damage(
                stage.backend.keys().stream()
                        .filter(key -> key.startsWith("segments/shop/"))
                        .filter(key -> key.endsWith("/list"))
                        .findFirst()
                        .orElseThrow(),
                null);

        assertThatThrownBy(() -> stage.planner(repository).plan(Stage.wish(false, IN_PLACE, "shop")))
                .isInstanceOfSatisfying(RestoreFailure.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(FailureCode.DAMAGED);
                    assertThat(failure.getCause()).isInstanceOf(RepositoryException.Permanent.class);
                });
    }

    private static RestoreWish in(String repository) {
        return new RestoreWish(
                new SnapshotSelection("latest", null, List.of(), List.of()), repository, IN_PLACE, false, false);
    }

    private void refused(RestorePlanner planner, RestoreWish wish, FailureCode reason, String message) {
        assertThatThrownBy(() -> planner.plan(wish)).isInstanceOfSatisfying(RestoreFailure.class, failure -> {
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.getMessage()).contains(message);
        });
        assertThat(stage.engine.changes()).isEmpty();
    }
}
