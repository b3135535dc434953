package io.snapledger.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DueRunsTest {

    private static final CronSchedule NIGHTLY = CronSchedule.of("0 0 * * *", "UTC");

    @Test
    void nothingIsDueBeforeItsTime() {
        DueRuns runs = between("2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z", true);

        assertThat(runs.run()).isEmpty();
        assertThat(runs.missed()).isEmpty();
    }

    @Test
    void aRunIsDueAtItsTimeAndStillALittleLater() {
        for (String now : new String[] {"2026-11-21T00:00:00Z", "2026-11-21T00:00:59Z"}) {
            DueRuns runs = between("2026-11-20T00:00:00Z", now, true);

            assertThat(runs.run()).contains(Instant.parse("2026-11-21T00:00:00Z"));
            assertThat(runs.isCatchUp()).isFalse();
            assertThat(runs.missed()).isEmpty();
        }
    }

    @Test
    void missedRunsAreCountedAndMadeUpForByOneNamedAfterTheLast() {
        DueRuns runs = between("2026-11-17T00:00:00Z", "2026-11-20T09:00:00Z", true);

        assertThat(runs.run()).contains(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(runs.isCatchUp()).isTrue();
        assertThat(runs.missed())
                .contains(new DueRuns.Missed(
                        Instant.parse("2026-11-18T00:00:00Z"), Instant.parse("2026-11-20T00:00:00Z"), 3));
    }

    @Test
    void withoutCatchUpMissedRunsAreOnlyReported() {
        DueRuns runs = between("2026-11-17T00:00:00Z", "2026-11-20T09:00:00Z", false);

        assertThat(runs.run()).isEmpty();
        assertThat(runs.missed()).map(DueRuns.Missed::count).contains(3);
    }

    @Test
    void aRunThatIsDueNowMakesUpForThoseMissedBeforeAndIsNotOneOfThem() {
        DueRuns runs = between("2026-11-17T00:00:00Z", "2026-11-20T00:00:05Z", true);

        assertThat(runs.run()).contains(Instant.parse("2026-11-20T00:00:00Z"));
        assertThat(runs.isCatchUp()).isFalse();
        assertThat(runs.missed())
                .contains(new DueRuns.Missed(
                        Instant.parse("2026-11-18T00:00:00Z"), Instant.parse("2026-11-19T00:00:00Z"), 2));
    }

    @Test
    void yearsOfMinutesAreNotCountedOneByOneButEndRight() {
        DueRuns runs = DueRuns.between(
                CronSchedule.of("* * * * *", "UTC"),
                Instant.parse("2016-01-01T00:00:00Z"),
                Instant.parse("2026-11-21T10:00:30Z"),
                true);

        assertThat(runs.run()).contains(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(runs.missed()).map(DueRuns.Missed::count).hasValueSatisfying(count -> assertThat(count)
                .isGreaterThanOrEqualTo(10_000));
    }

    private static DueRuns between(String since, String now, boolean catchUp) {
        return DueRuns.between(NIGHTLY, Instant.parse(since), Instant.parse(now), catchUp);
    }
}
