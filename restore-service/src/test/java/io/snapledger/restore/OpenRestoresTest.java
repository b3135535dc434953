package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.RestoreCancelled;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenRestoresTest {

    private static final Instant NOW = Stage.CLOCK.instant();

    private final OpenRestores restores = new OpenRestores();

    private void say(EventData data) {
        restores.accept(Event.of(Role.RESTORE, NOW, data));
    }

    @Test
    void whatWasAskedForIsOpenUntilItEndsOrIsOnlyPlanned() {
        assertThat(restores.isOpen("r-asked")).isFalse();
        restores.accept(Desks.event(Desks.request("shop")));
        assertThat(restores.isOpen("r-asked")).isTrue();
        say(new RestorePlanned("r-asked", true, List.of(), List.of(), List.of()));
        assertThat(restores.isOpen("r-asked")).as("it goes on").isTrue();
        say(new RestoreCompleted("r-asked", List.of(), NOW, NOW));
        assertThat(restores.isOpen("r-asked")).isFalse();
        assertThat(restores.hasEnded("r-asked")).isTrue();

        say(new RestorePlanned("r-dry", false, List.of(), List.of(), List.of()));
        assertThat(restores.hasEnded("r-dry")).isTrue();
    }

    @Test
    void itsEndMayBeHeardBeforeItsRequest() {
        say(new RestoreCompleted("r-asked", List.of(), NOW, NOW));
        restores.accept(Desks.event(Desks.request("shop")));
        assertThat(restores.isOpen("r-asked")).isFalse();
    }

    @Test
    void cancellationsAreToldAndRemembered() {
        List<String> told = new ArrayList<>();
        restores.onCancelled(told::add);
        say(new RestoreCancelled("r-asked", null));
        assertThat(told).containsExactly("r-asked");
        assertThat(restores.isCancelled("r-asked")).isTrue();
        assertThat(restores.isCancelled("r-other")).isFalse();
    }
}
