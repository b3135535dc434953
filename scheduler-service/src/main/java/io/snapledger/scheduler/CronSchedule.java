package io.snapledger.scheduler;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A five-field unix cron expression, or a nickname such as {@code @hourly}, in a time zone. As in unix cron, a time is due
 * when day of month <em>or</em> day of week match, unless one of the two begins with {@code *}: that one restricts by itself,
 * so that both must match ({@code 0 0 *}{@code /2 * 1}: odd days that are Mondays). Due times when the clocks change:
 *
 * <ul>
 *   <li>An expression that names hours ({@code 30 2 * * *}) means the clock on the wall. A time that does not exist in
 *       spring is due once, at the first moment after the gap; several such times of one gap are due once together. A
 *       time that exists twice in autumn is due at its first occurrence only.
 *   <li>An expression that is due in every hour of the day ({@code 0 * * * *}) means real hours: none is left out, none
 *       is doubled, and in autumn the repeated hour has its run like every other.
 * </ul>
 *
 * cron-utils computes the matching local times; what they mean on a day of a clock change is decided here.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/crontab.5.html">crontab(5), "DAY OF MONTH and DAY OF WEEK"</a>
 */
public final class CronSchedule {

    /** Day of month or day of week. */
    private static final CronParser EITHER_DAY =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    /** Day of month and day of week; otherwise as {@link CronType#UNIX}. */
    private static final CronParser BOTH_DAYS = new CronParser(CronDefinitionBuilder.defineCron()
            .withMinutes()
            .withStrictRange()
            .and()
            .withHours()
            .withStrictRange()
            .and()
            .withDayOfMonth()
            .withStrictRange()
            .and()
            .withMonth()
            .withStrictRange()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .withStrictRange()
            .and()
            .matchDayOfWeekAndDayOfMonth()
            .instance());

    private static final Map<String, String> NICKNAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private static final LocalDateTime SOME_DAY = LocalDateTime.of(2001, 1, 1, 0, 0);

    private final String expression;
    private final ZoneId zone;
    private final ExecutionTime times;
    private final boolean everyHour;

    private CronSchedule(String expression, ZoneId zone, Cron cron) {
        this.expression = expression;
        this.zone = zone;
        this.times = ExecutionTime.forCron(cron);
        this.everyHour = isEveryHour(cron);
    }

    /**
     * @param expression five fields (minute, hour, day of month, month, day of week) or a nickname
     * @param zone an id of the tz database, e.g. {@code Europe/Berlin}
     * @throws IllegalArgumentException if it is not valid or never due
     */
    public static CronSchedule of(String expression, String zone) {
        CronSchedule schedule = new CronSchedule(expression, zone(zone), parse(expression));
        if (schedule.nextLocal(SOME_DAY).isEmpty()) {
            throw new IllegalArgumentException("'" + expression + "' is never due; HINT: check day of month and month");
        }
        return schedule;
    }

    private static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "zone '" + zone + "' is not known; HINT: use UTC or one like Europe/Berlin", e);
        }
    }

    private static Cron parse(String expression) {
        String text = expression.strip().toLowerCase(Locale.ROOT);
        String fields = NICKNAMES.getOrDefault(text, text);
        try {
            return parser(fields).parse(fields).validate();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + expression + "' is not a cron expression of five fields such as '0 2 * * *' or @daily: "
                            + e.getMessage(),
                    e);
        }
    }

    private static CronParser parser(String fields) {
        String[] field = fields.split("\\s+");
        boolean bothDays = field.length == 5 && (field[2].startsWith("*") || field[4].startsWith("*"));
        return bothDays ? BOTH_DAYS : EITHER_DAY;
    }

    private static boolean isEveryHour(Cron cron) {
        List<String> fields = List.of(cron.asString().split(" "));
        CronSchedule anyDay = new CronSchedule(fields.get(1));
        LocalDateTime at = SOME_DAY.minusMinutes(1);
        for (int hour = 0; hour < 24; hour++) {
            at = anyDay.nextLocal(at).orElseThrow();
            if (!at.equals(SOME_DAY.plusHours(hour))) {
                return false;
            }
        }
        return true;
    }

    /** The hours of an expression, due on the hour of every day. */
    private CronSchedule(String hours) {
        this.expression = hours;
        this.zone = ZoneOffset.UTC;
        this.times = ExecutionTime.forCron(EITHER_DAY.parse("0 " + hours + " * * *"));
        this.everyHour = false;
    }

    /** The first due time after an instant; empty if there is none before the year 10000. */
    public Optional<Instant> next(Instant after) {
        return everyHour ? nextReal(after) : nextOnTheWall(after);
    }

    /** By the clock on the wall. Later local times never mean earlier instants, so the first that is later is the next. */
    private Optional<Instant> nextOnTheWall(Instant after) {
        Optional<LocalDateTime> local = nextLocal(local(after));
        while (local.isPresent() && !instantOf(local.get()).isAfter(after)) {
            local = nextLocal(local.get());
        }
        return local.map(this::instantOf);
    }

    /** By real hours: between two changes of the clock, local time runs evenly. */
    private Optional<Instant> nextReal(Instant after) {
        ZoneRules rules = zone.getRules();
        Instant from = after;
        ZoneOffsetTransition change = rules.nextTransition(from);
        LocalDateTime start = local(from);
        while (true) {
            Optional<LocalDateTime> local = nextLocal(start);
            ZoneOffset offset = rules.getOffset(from);
            Optional<Instant> due = local.map(time -> time.toInstant(offset));
            if (change == null || due.isEmpty() || due.get().isBefore(change.getInstant())) {
                return due;
            }
            from = change.getInstant();
            start = change.getDateTimeAfter().minusNanos(1); // the moment of the change may be due itself
            change = rules.nextTransition(from);
        }
    }

    private LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, zone);
    }

    private Instant instantOf(LocalDateTime local) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change == null) {
            return local.toInstant(rules.getOffset(local));
        }
        return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC))
                .map(ZonedDateTime::toLocalDateTime)
                .filter(local -> local.getYear() <= 9999);
    }

    public String expression() {
        return expression;
    }

    public ZoneId zone() {
        return zone;
    }

    @Override
    public String toString() {
        return expression + " " + zone;
    }
}
