package io.snapledger.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In 2026 Berlin's clocks go from 02:00 to 03:00 on 29 March (01:00Z), and from 03:00 to 02:00 on 25 October (01:00Z). */
class CronScheduleTest {

    @Test
    void aTimeInTheSpringGapIsDueOnceRightAfterTheGap() {
        assertThat(dues("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void severalTimesInTheSpringGapAreDueTogetherOnce() {
        assertThat(dues("*/15 2 * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
    }

    @Test
    void aTimeInTheGapAndOneRightAfterItAreOneRun() {
        assertThat(dues("30 2,3 * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", 3))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
        assertThat(dues("0 2,3 * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z");
    }

    @Test
    void aTimeThatExistsTwiceInAutumnIsDueAtItsFirstOccurrence() {
        assertThat(dues("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void theSecondOccurrenceInAutumnIsNotDueEitherWhenAskedWithinIt() {
        assertThat(dues("45 2 * * *", "Europe/Berlin", "2026-10-25T01:30:00Z", 1))
                .containsExactly("2026-10-26T01:45:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 * * * *", "@hourly", "0 */1 * * *", "0 0-23 * * *"})
    void hourlyRunsKeepEveryRealHourInSpringAndAutumn(String expression) {
        assertThat(dues(expression, "Europe/Berlin", "2026-03-28T23:30:00Z", 3))
                .containsExactly("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
        assertThat(dues(expression, "Europe/Berlin", "2026-10-24T23:30:00Z", 4))
                .containsExactly(
                        "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z");
    }

    @Test
    void everyQuarterOfAnHourKeepsItsStepThroughBothChanges() {
        List<Instant> spring = instants("*/15 * * * *", "Europe/Berlin", "2026-03-28T23:00:00Z", 16);
        List<Instant> autumn = instants("*/15 * * * *", "Europe/Berlin", "2026-10-24T23:00:00Z", 16);
        for (int i = 0; i < 16; i++) {
            assertThat(spring.get(i))
                    .isEqualTo(Instant.parse("2026-03-28T23:15:00Z").plusSeconds(900L * i));
            assertThat(autumn.get(i))
                    .isEqualTo(Instant.parse("2026-10-24T23:15:00Z").plusSeconds(900L * i));
        }
    }

    @Test
    void everySecondHourMeansTheClockOnTheWall() {
        assertThat(dues("0 */2 * * *", "Europe/Berlin", "2026-10-24T22:00:00Z", 3))
                .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T03:00:00Z", "2026-10-25T05:00:00Z");
    }

    @Test
    void aHalfHourChangeOfLordHoweIsUnderstood() { // 02:00 -> 02:30 on 4 October 2026, 15:30Z of the 3rd
        assertThat(dues("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", 1))
                .containsExactly("2026-10-03T15:30:00Z");
    }

    @Test
    void aDayThatAZoneLeftOutIsMadeUpForAtOnce() { // Samoa had no 30 December 2011
        assertThat(dues("0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", 1))
                .containsExactly("2011-12-30T10:00:00Z");
    }

    @Test
    void dayOfMonthAndDayOfWeekTogetherMeanEither() { // 13 Nov 2026 is a Friday
        assertThat(dues("0 0 15 * 5", "UTC", "2026-11-10T00:00:00Z", 3))
                .containsExactly("2026-11-13T00:00:00Z", "2026-11-15T00:00:00Z", "2026-11-20T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "@daily, 2026-01-02T00:00:00Z",
        "@midnight, 2026-01-02T00:00:00Z",
        "@weekly, 2026-01-04T00:00:00Z",
        "@monthly, 2026-02-01T00:00:00Z",
        "@yearly, 2027-01-01T00:00:00Z",
        "0 0 29 2 *, 2028-02-29T00:00:00Z",
        "0 22 * * 1-5, 2026-01-01T22:00:00Z",
        "0 0 * * 7, 2026-01-04T00:00:00Z"
    })
    void expressionsMeanWhatUnixMeans(String expression, Instant next) {
        assertThat(CronSchedule.of(expression, "UTC").next(Instant.parse("2026-01-01T00:00:00Z")))
                .contains(next);
    }

    @Test
    void aDueTimeIsAfterTheInstantAskedForNeverAtIt() {
        assertThat(dues("0 0 * * *", "UTC", "2026-01-01T00:00:00Z", 1)).containsExactly("2026-01-02T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "every day", "* * * *", "0 0 0 * * *", "61 * * * *", "@reboot", "0 0 31 2 *"})
    void whatIsNoUsableExpressionIsRefusedWithItsText(String expression) {
        assertThatThrownBy(() -> CronSchedule.of(expression, "UTC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + expression + "'");
    }

    @Test
    void anUnknownZoneIsRefusedWithAnExample() {
        assertThatThrownBy(() -> CronSchedule.of("@daily", "Europe/Atlantis"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Europe/Atlantis")
                .hasMessageContaining("Europe/Berlin");
    }

    private static List<String> dues(String expression, String zone, String after, int count) {
        return instants(expression, zone, after, count).stream()
                .map(Instant::toString)
                .toList();
    }

    private static List<Instant> instants(String expression, String zone, String after, int count) {
        CronSchedule schedule = CronSchedule.of(expression, zone);
        List<Instant> dues = new ArrayList<>();
        Optional<Instant> next = schedule.next(Instant.parse(after));
        while (dues.size() < count && next.isPresent()) {
            dues.add(next.get());
            next = schedule.next(next.get());
        }
        return dues;
    }
}
