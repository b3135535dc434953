package io.snapledger.stores;

import io.snapledger.settings.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An option of a kind: the one place where its name, type, range and default stand. {@link Options} reads it.
 *
 * @param <T> what its value is when it is read
 * @param name {@code [a-z][a-z0-9-]*}
 * @param type how its value is written
 * @param meaning in one line, for a person who chooses a value
 * @param byDefault what counts if it is not given, written as a value; empty: nothing does
 * @param unset what it means that it is not given, in words, where no default says so; may be empty
 * @param required whether it must be given
 * @param locates what it says of where the store is
 */
public record KindOption<T>(
        String name,
        OptionType<T> type,
        String meaning,
        String byDefault,
        String unset,
        boolean required,
        Locates locates) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** What an option says of where a store is. */
    public enum Locates {
        /** Nothing. */
        NOTHING,
        /**
         * At which server or service. It comes from the configuration alone: a request that could name another would send
         * credentials there.
         */
        ADDRESS,
        /**
         * Where within the reach of the store's own credentials. A request of a restore may name another place there; it is the only
         * option of a store that a request may replace.
         */
        WITHIN_REACH
    }

    public KindOption {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(locates, "locates");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("option '" + name + "' does not match " + NAME);
        }
        if (meaning.isBlank() || meaning.contains("\n")) {
            throw new IllegalArgumentException("option '" + name + "' needs a meaning of one line");
        }
        if (!byDefault.isEmpty()) {
            type.parse(byDefault);
        }
    }

    private KindOption(String name, OptionType<T> type, String meaning) {
        this(name, type, meaning, "", "", false, Locates.NOTHING);
    }

    public static KindOption<String> text(String name, String meaning) {
        return new KindOption<>(name, new OptionType.Text(), meaning);
    }

    public static KindOption<String> host(String name, String meaning) {
        return new KindOption<>(name, new OptionType.Host(), meaning);
    }

    /** @param most included */
    public static KindOption<Integer> number(String name, int least, int most, String meaning) {
        return new KindOption<>(name, new OptionType.Number(least, most), meaning);
    }

    public static KindOption<Boolean> flag(String name, String meaning) {
        return new KindOption<>(name, new OptionType.Flag(), meaning);
    }

    public static KindOption<String> choice(String name, List<String> words, String meaning) {
        return new KindOption<>(name, new OptionType.Choice(words), meaning);
    }

    /** Read as an empty list if it is not given. */
    public static KindOption<List<String>> texts(String name, String meaning) {
        return new KindOption<>(name, new OptionType.Texts(), meaning);
    }

    public static KindOption<Path> path(String name, String meaning) {
        return new KindOption<>(name, new OptionType.AbsolutePath(), meaning);
    }

    /** Given as {@code name-file}, {@code name-env} or {@code name}. */
    public static KindOption<Secret> secret(String name, String meaning) {
        return new KindOption<>(name, new OptionType.Confidential(), meaning);
    }

    public KindOption<T> byDefault(String value) {
        return new KindOption<>(name, type, meaning, value, unset, required, locates);
    }

    /** Says in words what it means that it is not given. */
    public KindOption<T> unset(String words) {
        return new KindOption<>(name, type, meaning, byDefault, words, required, locates);
    }

    public KindOption<T> mustBeGiven() {
        return new KindOption<>(name, type, meaning, byDefault, unset, true, locates);
    }

    public KindOption<T> locating(Locates what) {
        return new KindOption<>(name, type, meaning, byDefault, unset, required, what);
    }

    public boolean isSecret() {
        return type instanceof OptionType.Confidential;
    }

    /** Whether a request of a restore may give another value than the configured one. */
    public boolean mayBeRequested() {
        return locates == Locates.WITHIN_REACH;
    }

    /** The names under which it is configured: of a secret three, the best first. */
    public List<String> names() {
        return isSecret() ? List.of(name + "-file", name + "-env", name) : List.of(name);
    }

    /** What counts if it is not given, for a person to read. */
    public String defaultInWords() {
        return required ? "must be given" : byDefault.isEmpty() ? unset : byDefault;
    }
}
