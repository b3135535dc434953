package io.snapledger.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a single value is written, and what it is then.
 *
 * @param words what such a value is, for a person
 * @param examples how it is written, with a blank before; may be empty
 * @param parser throws any {@link RuntimeException} for what is none
 */
record SettingType(String words, String examples, Function<String, ?> parser) {

    SettingType(String words, Function<String, ?> parser) {
        this(words, "", parser);
    }

    private static final Map<Class<?>, SettingType> KNOWN = Map.of(
            String.class, new SettingType("a text", text -> text),
            int.class, new SettingType("a whole number", Integer::valueOf),
            short.class, new SettingType("a whole number", Short::valueOf),
            boolean.class, new SettingType("true or false", SettingType::flag),
            Duration.class, new SettingType("a duration", " such as 90s, 15m, 12h or PT1H30M", SettingType::duration),
            ByteSize.class, new SettingType("a number of bytes", " such as 512K, 64M or 2G", ByteSize::parse),
            Path.class, new SettingType("a path", Path::of),
            URI.class, new SettingType("an address", " such as http://127.0.0.1:8083", SettingType::address));

    static boolean isKnown(Class<?> type) {
        return KNOWN.containsKey(type) || type.isEnum();
    }

    static SettingType of(Class<?> type) {
        if (!type.isEnum()) {
            return KNOWN.get(type);
        }
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(each -> each.toString().toLowerCase(Locale.ROOT))
                .toList();
        return new SettingType(words.stream().collect(Collectors.joining(" or ")), text -> type.getEnumConstants()[
                requireFound(words.indexOf(text.toLowerCase(Locale.ROOT)))]);
    }

    /**
     * Reads a value.
     *
     * @param setting what it may be
     * @throws IllegalArgumentException if it is none or out of range; the message says what it must be
     */
    Object parse(String text, Setting setting) {
        try {
            Object value = parser.apply(text);
            if (isWithin(value, setting)) {
                return value;
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(ruleWithExamples(setting), e);
        }
        throw new IllegalArgumentException(ruleWithExamples(setting));
    }

    private String ruleWithExamples(Setting setting) {
        return words + examples + range(setting);
    }

    /** What a value must be, e.g. {@code a whole number, at least 1, at most 19}. */
    String rule(Setting setting) {
        return words + range(setting);
    }

    private static String range(Setting setting) {
        return (setting == null || setting.least().isEmpty() ? "" : ", at least " + setting.least())
                + (setting == null || setting.most().isEmpty() ? "" : ", at most " + setting.most());
    }

    @SuppressWarnings("unchecked") // what has a range is Comparable with its own kind
    private boolean isWithin(Object value, Setting setting) {
        if (setting == null) {
            return true;
        }
        boolean enough =
                setting.least().isEmpty() || ((Comparable<Object>) value).compareTo(parser.apply(setting.least())) >= 0;
        return enough
                && (setting.most().isEmpty()
                        || ((Comparable<Object>) value).compareTo(parser.apply(setting.most())) <= 0);
    }

    private static int requireFound(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("none of the words");
        }
        return index;
    }

    private static Boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    /** As Quarkus writes them: ISO 8601, or without its {@code PT}; days with {@code d}, milliseconds with {@code ms}, seconds without unit. */
    static Duration duration(String text) {
        if (text.matches("\\d+")) {
            return Duration.ofSeconds(Long.parseLong(text));
        } else if (text.matches("\\d+ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        } else if (text.matches("\\d+[dD]")) {
            return Duration.parse("P" + text);
        }
        return Duration.parse(text.matches("[\\d.].*") ? "PT" + text : text);
    }

    private static URI address(String text) {
        URI address = URI.create(text);
        if (address.getHost() == null || address.getScheme() == null) {
            throw new IllegalArgumentException("no address");
        }
        return address;
    }
}
