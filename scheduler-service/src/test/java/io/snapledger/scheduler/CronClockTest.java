package io.snapledger.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.BackupMissed;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.Identities;
import io.snapledger.events.TriggerReason;
import io.snapledger.scheduler.outbound.SqliteSchedulerStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CronClockTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");

    @TempDir
    Path directory;

    private final List<Event<?>> ledger = new ArrayList<>();
    private SchedulerStore store;
    private SchedulerState state;
    private Instant now = MIDNIGHT.minusSeconds(3600);
    private boolean brokerAway;

    @BeforeEach
    void open() {
        store = new SqliteSchedulerStore(directory.resolve("state.db"));
        state = SchedulerState.startingAt(now);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aPlanIsTriggeredOnceAtItsTimeByAnEventNamedAfterTheDueTime() {
        CronClock clock = clock("0 0 * * *", true);

        clock.run();
        assertThat(ledger).isEmpty();
        at(MIDNIGHT.plusMillis(300), clock);
        at(MIDNIGHT.plusMillis(800), clock);

        assertThat(ledger).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo("backup.triggered:nightly:-:2026-11-21T00:00:00Z");
            assertThat(event.data()).isInstanceOfSatisfying(BackupTriggered.class, trigger -> {
                assertThat(trigger.reason()).isEqualTo(TriggerReason.SCHEDULE);
                assertThat(trigger.dueAt()).isEqualTo(MIDNIGHT);
            });
        });
    }

    @Test
    void afterDowntimeMissedRunsAreReportedAndMadeUpForByOne() {
        state = state.due("nightly", MIDNIGHT.minus(Duration.ofDays(3)));

        at(MIDNIGHT.plusSeconds(7200), clock("0 0 * * *", true));

        assertThat(published(BackupMissed.class)).singleElement().satisfies(missed -> {
            assertThat(missed.firstDueAt()).isEqualTo(MIDNIGHT.minus(Duration.ofDays(2)));
            assertThat(missed.lastDueAt()).isEqualTo(MIDNIGHT);
            assertThat(missed.count()).isEqualTo(3);
            assertThat(missed.why()).isEqualTo("scheduler-down");
            assertThat(missed.caughtUpBy()).isEqualTo(Identities.scheduledBackup("i", "nightly", MIDNIGHT));
        });
        assertThat(published(BackupTriggered.class)).singleElement().satisfies(trigger -> {
            assertThat(trigger.reason()).isEqualTo(TriggerReason.CATCH_UP);
            assertThat(trigger.dueAt()).isEqualTo(MIDNIGHT);
        });
    }

    @Test
    void withoutCatchUpMissedRunsAreReportedOnceAndNotRun() {
        state = state.due("nightly", MIDNIGHT.minus(Duration.ofDays(3)));
        at(MIDNIGHT.plusSeconds(7200), clock("0 0 * * *", false));

        at(MIDNIGHT.plusSeconds(7300), clock("0 0 * * *", false)); // started again: no trigger tells how far it was

        assertThat(published(BackupMissed.class)).hasSize(1);
        assertThat(published(BackupTriggered.class)).isEmpty();
    }

    @Test
    void aPlanThatNeverRanIsNotMissedBeforeItWasFirstSeenButAfterwards() {
        at(MIDNIGHT.minusSeconds(1), clock("0 0 * * *", true));
        assertThat(ledger).isEmpty();

        at(MIDNIGHT.plusSeconds(7200), clock("0 0 * * *", true)); // a new process

        assertThat(published(BackupMissed.class)).hasSize(1);
    }

    @Test
    void aChangedScheduleBeginsNowAndInventsNoMissedRuns() {
        state = state.due("nightly", MIDNIGHT.minus(Duration.ofDays(1)));
        at(MIDNIGHT.minusSeconds(1), clock("0 0 * * *", true));

        at(MIDNIGHT.plusSeconds(36_000), clock("@hourly", true));

        assertThat(ledger).isEmpty();
    }

    @Test
    void aClockThatJumpsBackFiresAgainUnderTheSameId() {
        CronClock clock = clock("0 0 * * *", true);
        clock.run();
        at(MIDNIGHT, clock);

        at(MIDNIGHT.minusSeconds(600), clock);
        at(MIDNIGHT.plusSeconds(1), clock);

        assertThat(ledger)
                .extracting(Event::identity)
                .hasSize(2)
                .containsOnly(ledger.get(0).identity());
    }

    @Test
    void aClockThatWasFarAheadDoesNotSilenceThePlanWhenItIsPutRight() {
        CronClock clock = clock("0 0 * * *", true);
        at(MIDNIGHT.plus(Duration.ofDays(42)), clock);
        ledger.clear();

        at(MIDNIGHT.minusSeconds(5), clock);
        at(MIDNIGHT, clock);

        assertThat(published(BackupTriggered.class))
                .extracting(BackupTriggered::dueAt)
                .containsExactly(MIDNIGHT);
    }

    @Test
    void aTriggerThatTheBrokerDidNotTakeIsFiredAgain() {
        CronClock clock = clock("0 0 * * *", true);
        clock.run();
        brokerAway = true;
        assertThatThrownBy(() -> at(MIDNIGHT, clock)).isInstanceOf(EventPublishException.class);
        brokerAway = false;

        at(MIDNIGHT.plusSeconds(20), clock);

        assertThat(published(BackupTriggered.class)).hasSize(1);
    }

    @Test
    void theDaysOfClockChangesHaveExactlyOneNightlyRun() {
        for (String day : List.of("2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z")) {
            ledger.clear();
            store.close();
            store = new SqliteSchedulerStore(directory.resolve(day.substring(0, 10) + ".db"));
            now = Instant.parse(day);
            CronClock clock = clock("30 2 * * *", "Europe/Berlin", true);
            for (int minute = 0; minute < 24 * 60; minute++) {
                at(now.plusSeconds(60), clock);
            }
            assertThat(published(BackupTriggered.class)).as(day).hasSize(1);
            assertThat(published(BackupMissed.class)).isEmpty();
        }
    }

    private void at(Instant instant, CronClock clock) {
        now = instant;
        clock.run();
    }

    private CronClock clock(String schedule, boolean catchUp) {
        return clock(schedule, "UTC", catchUp);
    }

    private CronClock clock(String schedule, String zone, boolean catchUp) {
        Plan plan = new Plan(
                "nightly",
                Optional.of(CronSchedule.of(schedule, zone)),
                List.of(new Plan.PlanStore("orders", "postgresql")),
                List.of("main"),
                Overlap.SKIP,
                catchUp,
                3,
                Duration.ofHours(6),
                Duration.ofHours(12));
        return new CronClock(new Plans(List.of(plan), List.of()), "i", store, () -> now, this::publish, () -> state);
    }

    private void publish(Event<?> event) {
        if (brokerAway) {
            throw new EventPublishException("away", null);
        }
        ledger.add(event);
    }

    private <D extends EventData> List<D> published(Class<D> type) {
        return ledger.stream()
                .map(Event::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
