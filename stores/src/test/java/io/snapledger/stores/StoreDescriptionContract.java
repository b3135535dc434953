package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.StoreException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The law of {@link StoreEngine} about what a kind says of itself and of where its stores are. */
public abstract class StoreDescriptionContract extends StoreUnderTest {

    private KindDescription kind() {
        return engine.description();
    }

    @Test
    void theEngineAndItsProviderSayTheSame() {
        assertThat(Kinds.load().of(source().kind())).isEqualTo(kind());
        assertThat(kind().kind()).isEqualTo(source().kind()).isEqualTo(engine.kind());
    }

    @Test
    void theExampleOfALocationIsAStore() throws Exception {
        Map<String, String> options = kind().parse("example", kind().location().example());
        engine.check(new StoreDefinition("example", kind().kind(), options));
        assertThat(options).isNotEmpty();
        assertThat(options.keySet()).allMatch(name -> kind().option(name).isPresent());
        for (KindOption<?> option : kind().storeOptions()) {
            if (option.isSecret()) {
                assertThat(options).doesNotContainKey(option.name());
            }
        }
    }

    @Test
    void everyDescribedOptionOfAStoreIsRefusedWithAWrongValue() {
        for (KindOption<?> option : kind().storeOptions()) {
            wrongValue(option).forEach(value -> {
                StoreException refused = catchThrowableOfType(
                        StoreException.class, () -> engine.check(with(source(), option.name(), value)));
                assertThat(refused.reason()).isEqualTo(Reason.BAD_OPTIONS);
                assertThat(refused)
                        .hasMessageContaining("'" + option.name() + "' is '" + value + "' but must be "
                                + option.type().rule());
            });
        }
    }

    @Test
    void everyDescribedOptionOfARestoreIsRefusedWithAWrongValue() throws Exception {
        SnapshotContent content = dump(new KeptStreams());
        for (KindOption<?> option : kind().restoreOptions()) {
            for (String value : wrongValue(option)) {
                RestoreTarget wrong = new RestoreTarget(target().store(), Map.of(option.name(), value));
                StoreException refused = catchThrowableOfType(StoreException.class, () -> engine.plan(wrong, content));
                assertThat(refused).hasMessageContaining("'" + option.name() + "' is '" + value + "'");
            }
        }
    }

    private static List<String> wrongValue(KindOption<?> option) {
        return List.of("no such value", "-1", "\0").stream()
                .filter(value -> catchThrowable(() -> option.type().parse(value)) != null)
                .toList();
    }

    @Test
    void targetsThatOverlapExcludeEachOtherWhateverElseTheirOptionsSay() throws Exception {
        Place place = engine.place(target());
        assertThat(place.words()).isNotBlank();
        assertThat(place.overlaps(engine.place(target()))).isTrue();
        for (KindOption<?> option : kind().restoreOptions()) {
            Map<String, String> options = new HashMap<>(target().options());
            options.put(option.name(), rightValue(option));
            assertThat(place.overlaps(engine.place(new RestoreTarget(target().store(), options))))
                    .as(option.name())
                    .isTrue();
        }
        for (KindOption<?> option : kind().storeOptions()) {
            if (option.locates() == KindOption.Locates.NOTHING && !option.isSecret()) {
                StoreDefinition other = with(target().store(), option.name(), rightValue(option));
                assertThat(engine.place(new RestoreTarget(other, Map.of())))
                        .as(option.name())
                        .isEqualTo(place);
            }
        }
    }

    @Test
    void anotherPlaceIsNotExcluded() throws Exception {
        Place source = engine.place(new RestoreTarget(source(), Map.of()));
        assertThat(source.overlaps(engine.place(target()))).isFalse();
    }

    private static String rightValue(KindOption<?> option) {
        if (option.type() instanceof OptionType.Choice choice) {
            return choice.words().get(choice.words().size() - 1);
        }
        return List.of("/srv/other", "other=another", "other", "1", "true").stream()
                .filter(value -> catchThrowable(() -> option.type().parse(value)) == null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("a value of " + option));
    }

    @Test
    void thePlaceTellsNoSecret() throws Exception {
        StoreDefinition store = target().store();
        for (KindOption<?> option : kind().storeOptions()) {
            if (option.isSecret()) {
                Map<String, String> options = new HashMap<>(store.options());
                option.names().forEach(options::remove);
                options.put(option.name(), "hidden-word");
                store = new StoreDefinition(store.name(), store.kind(), options);
            }
        }
        StoreDefinition secretive = store;
        assertThatCode(() -> engine.check(secretive)).doesNotThrowAnyException();
        assertThat(engine.place(new RestoreTarget(secretive, Map.of())).toString())
                .doesNotContain("hidden-word");
    }
}
