package io.snapledger.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Words {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Words() {}

    /** {@code 1.4 GiB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** {@code 4.2 s}, {@code 3 min 10 s}, {@code 2 h 5 min}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** An ISO-8601 duration as people say it, e.g. {@code 6 h} or {@code 1 h 30 min}; as it is if it is none. */
    public static String span(String duration) {
        try {
            Duration parsed = Duration.parse(duration);
            String words = (parsed.toHours() > 0 ? parsed.toHours() + " h " : "")
                    + (parsed.toMinutesPart() > 0 ? parsed.toMinutesPart() + " min " : "")
                    + (parsed.toSecondsPart() > 0 ? parsed.toSecondsPart() + " s" : "");
            return words.isEmpty() ? duration : words.strip();
        } catch (DateTimeParseException e) {
            return duration;
        }
    }

    /** RFC 3339 in UTC, in whole seconds; as it is if it is no time. */
    public static String time(String instant) {
        try {
            return instant.isEmpty()
                    ? ""
                    : Instant.ofEpochSecond(Instant.parse(instant).getEpochSecond())
                            .toString();
        } catch (DateTimeParseException e) {
            return instant;
        }
    }

    /** A word of a shell, quoted where it must be. */
    public static String shell(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
