package io.snapledger.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares due times with an oracle that looks at every minute and knows nothing but crontab(5). */
class CronOracleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 0 */2 * 1   | 2026-11-01T00:00:00Z | 2026-11-09T00:00:00Z
                    0 0 */2 * 1   | 2026-11-09T00:00:00Z | 2026-11-23T00:00:00Z
                    0 0 1 * */2   | 2026-11-02T00:00:00Z | 2026-12-01T00:00:00Z
                    0 0 13 * 5    | 2026-11-01T00:00:00Z | 2026-11-06T00:00:00Z
                    0 0 1-31/2 * 1| 2026-11-01T00:00:00Z | 2026-11-02T00:00:00Z
                    """)
    void aDayFieldThatBeginsWithAStarRestrictsTogetherWithTheOther(String expression, Instant after, Instant due) {
        assertThat(CronSchedule.of(expression, "UTC").next(after)).contains(due);
    }

    @Test
    void randomExpressionsAreDueWhenCrontabSaysSo() {
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            String expression = expression(random);
            Instant after = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(300) * 86_400L);
            List<Instant> expected = dues(expression, after, 4);
            if (!expected.isEmpty()) {
                assertThat(schedule(expression, after, expected.size()))
                        .as("%s after %s", expression, after)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<Instant> schedule(String expression, Instant after, int count) {
        CronSchedule schedule = CronSchedule.of(expression, "UTC");
        List<Instant> dues = new ArrayList<>();
        Optional<Instant> next = schedule.next(after);
        while (next.isPresent() && dues.size() < count) {
            dues.add(next.get());
            next = schedule.next(next.get());
        }
        return dues;
    }

    /** The first due times of the two years that follow. */
    private static List<Instant> dues(String expression, Instant after, int count) {
        String[] field = expression.split(" ");
        BitSet minutes = values(field[0], 0, 59);
        BitSet hours = values(field[1], 0, 23);
        BitSet days = values(field[2], 1, 31);
        BitSet months = values(field[3], 1, 12);
        BitSet weekdays = values(field[4], 0, 7);
        boolean both = field[2].startsWith("*") || field[4].startsWith("*");
        List<Instant> dues = new ArrayList<>();
        LocalDateTime day =
                LocalDateTime.ofInstant(after, ZoneOffset.UTC).toLocalDate().atStartOfDay();
        for (int d = 0; d < 730 && dues.size() < count; d++, day = day.plusDays(1)) {
            int weekday = day.getDayOfWeek().getValue();
            boolean isWeekday = weekdays.get(weekday) || (weekday == 7 && weekdays.get(0));
            boolean isDay = days.get(day.getDayOfMonth());
            if (months.get(day.getMonthValue()) && (both ? isDay && isWeekday : isDay || isWeekday)) {
                for (int minute = 0; minute < 1440 && dues.size() < count; minute++) {
                    Instant at = day.plusMinutes(minute).toInstant(ZoneOffset.UTC);
                    if (hours.get(minute / 60) && minutes.get(minute % 60) && at.isAfter(after)) {
                        dues.add(at);
                    }
                }
            }
        }
        return dues;
    }

    private static BitSet values(String field, int least, int most) {
        BitSet values = new BitSet();
        for (String part : field.split(",")) {
            String[] step = part.split("/");
            String[] range = step[0].equals("*") ? new String[] {"" + least, "" + most} : step[0].split("-");
            int from = Integer.parseInt(range[0]);
            int to = range.length > 1 ? Integer.parseInt(range[1]) : from;
            for (int value = from; value <= to; value += step.length > 1 ? Integer.parseInt(step[1]) : 1) {
                values.set(value);
            }
        }
        return values;
    }

    private static String expression(Random random) {
        return String.join(
                " ",
                field(random, 0, 59),
                field(random, 0, 23),
                field(random, 1, 28),
                random.nextInt(3) == 0 ? field(random, 1, 12) : "*",
                random.nextBoolean() ? field(random, 0, 6) : "*");
    }

    private static String field(Random random, int least, int most) {
        int from = least + random.nextInt(most - least);
        int to = from + random.nextInt(most - from + 1);
        return switch (random.nextInt(5)) {
            case 0 -> "*";
            case 1 -> "*/" + (2 + random.nextInt(4));
            case 2 -> from + "-" + to;
            case 3 -> from + "," + to;
            default -> Integer.toString(from);
        };
    }
}
