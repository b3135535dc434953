package io.snapledger.stores;

import io.snapledger.settings.Secret;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How the value of an option is written, and what it is then.
 *
 * @param <T> what it is
 */
public sealed interface OptionType<T> {

    /** The type in one word, e.g. {@code number}. */
    String word();

    /** What a value must be, e.g. {@code a number from 1 to 65535}. */
    String rule();

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is not what {@link #rule} says
     */
    T parse(String value);

    /** A value that stands in for a wrong one until all wrong ones are told. */
    T standIn();

    /** Any text of one line. */
    record Text() implements OptionType<String> {

        @Override
        public String word() {
            return "text";
        }

        @Override
        public String rule() {
            return "a text";
        }

        @Override
        public String parse(String value) {
            return value;
        }

        @Override
        public String standIn() {
            return "";
        }
    }

    /** The name or address of a host. */
    record Host() implements OptionType<String> {

        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

        @Override
        public String word() {
            return "host";
        }

        @Override
        public String rule() {
            return "a host name or an address";
        }

        @Override
        public String parse(String value) {
            require(HOST.matcher(value).matches(), rule());
            return value;
        }

        @Override
        public String standIn() {
            return "localhost";
        }
    }

    /** A whole number, both ends of its range included. */
    record Number(int least, int most) implements OptionType<Integer> {

        @Override
        public String word() {
            return "number";
        }

        @Override
        public String rule() {
            return "a number from " + least + " to " + most;
        }

        @Override
        public Integer parse(String value) {
            int number = Integer.parseInt(value);
            require(number >= least && number <= most, rule());
            return number;
        }

        @Override
        public Integer standIn() {
            return least;
        }
    }

    /** Yes or no. */
    record Flag() implements OptionType<Boolean> {

        @Override
        public String word() {
            return "flag";
        }

        @Override
        public String rule() {
            return "one of true, false";
        }

        @Override
        public Boolean parse(String value) {
            return new Choice(List.of("true", "false")).parse(value).equals("true");
        }

        @Override
        public Boolean standIn() {
            return false;
        }
    }

    /** One of some lower-case words; upper case is read as lower case. */
    record Choice(List<String> words) implements OptionType<String> {

        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public String word() {
            return "choice";
        }

        @Override
        public String rule() {
            return "one of " + String.join(", ", words);
        }

        @Override
        public String parse(String value) {
            String word = value.toLowerCase(Locale.ROOT);
            require(words.contains(word), rule());
            return word;
        }

        @Override
        public String standIn() {
            return words.get(0);
        }
    }

    /** Texts separated by commas; a comma with a backslash before it is part of a text. */
    record Texts() implements OptionType<List<String>> {

        @Override
        public String word() {
            return "list";
        }

        @Override
        public String rule() {
            return "texts separated by commas";
        }

        @Override
        public List<String> parse(String value) {
            return Arrays.stream(value.split("(?<!\\\\),"))
                    .map(text -> text.strip().replace("\\,", ","))
                    .filter(text -> !text.isEmpty())
                    .toList();
        }

        @Override
        public List<String> standIn() {
            return List.of();
        }
    }

    /** An absolute path, normalized when it is read. */
    record AbsolutePath() implements OptionType<Path> {

        @Override
        public String word() {
            return "path";
        }

        @Override
        public String rule() {
            return "an absolute path";
        }

        @Override
        public Path parse(String value) {
            try {
                Path path = Path.of(value);
                require(path.isAbsolute(), rule());
                return path.normalize();
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(rule(), e);
            }
        }

        @Override
        public Path standIn() {
            return Path.of("/");
        }
    }

    /** A secret, given by reference or as it is: see {@link Secret}. */
    record Confidential() implements OptionType<Secret> {

        @Override
        public String word() {
            return "secret";
        }

        @Override
        public String rule() {
            return "a secret";
        }

        @Override
        public Secret parse(String value) {
            return Secret.literal(value);
        }

        @Override
        public Secret standIn() {
            return Secret.literal("");
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
