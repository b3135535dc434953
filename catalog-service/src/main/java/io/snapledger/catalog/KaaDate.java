package io.snapledger.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dates as the tools of the Kaa platform write them: {@code DD-MM-YYYY-hh-mm-ss}, UTC. */
public final class KaaDate {

    private static final Pattern SHAPE = Pattern.compile("[0-9]{2}-[0-9]{2}-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{2}");
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("dd-MM-uuuu-HH-mm-ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private KaaDate() {}

    /** Empty if the text does not look like one, or there is no such day or time. */
    public static Optional<Instant> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
