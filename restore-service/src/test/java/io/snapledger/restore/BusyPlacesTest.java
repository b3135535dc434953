package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.RestoreTo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two restores that could write to one thing do not run at once, whatever their options say. */
class BusyPlacesTest {

    private final Stage stage = new Stage();
    private final BusyPlaces busy = new BusyPlaces();

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

    @Test
    void aTreeExcludesWhatIsInItAndWhatItIsIn() throws Exception {
        assertThat(busy.take("r-1", into("shop", Map.of("path", "/srv/project"))))
                .isEmpty();
        assertThat(busy.take("r-2", into("users", Map.of("path", "/srv"))))
                .get()
                .extracting(BusyPlaces.Taken::restore)
                .isEqualTo("r-1");
        assertThat(busy.take("r-2", into("users", Map.of("path", "/srv/project/deep"))))
                .isPresent();
        assertThat(busy.take("r-2", into("users", Map.of("path", "/srv/project2"))))
                .isEmpty();
    }

    @Test
    void optionsThatDoNotSayWhereDoNotMatter() throws Exception {
        assertThat(busy.take("r-1", into("shop", Map.of("analyze", "false")))).isEmpty();
        assertThat(busy.take("r-2", into("shop", Map.of()))).isPresent();
    }

    @Test
    void itsOwnPlacesArePutBackAndTakenAgain() throws Exception {
        List<StoreRestore> shop = into("shop", Map.of());
        assertThat(busy.take("r-1", shop)).isEmpty();
        assertThat(busy.take("r-1", shop)).isEmpty();
        busy.release("r-1");
        assertThat(busy.take("r-2", shop)).isEmpty();
    }

    @Test
    void allPlacesAreTakenOrNone() throws Exception {
        List<StoreRestore> shop = into("shop", Map.of());
        List<StoreRestore> users = into("users", Map.of());
        assertThat(busy.take("r-1", users)).isEmpty();
        assertThat(busy.take("r-2", List.of(shop.get(0), users.get(0)))).isPresent();
        assertThat(busy.take("r-3", shop)).isEmpty();
    }
}
