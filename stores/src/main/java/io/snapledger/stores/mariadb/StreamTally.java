package io.snapledger.stores.mariadb;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a dump holds, counted while it passes by: rows of every table and values of every sequence. */
final class StreamTally {

    private static final Pattern NAMED =
            Pattern.compile("^(CREATE TABLE|CREATE SEQUENCE|INSERT +(?:IGNORE +)?INTO) +`((?:[^`]|``)*)`");
    private static final Pattern SEQUENCE_VALUE =
            Pattern.compile("^(?:DO|SELECT) SETVAL\\(`((?:[^`]|``)*)`, *(-?\\d+), *0\\)");

    private final SqlScanner scanner = new SqlScanner();
    private final Map<String, Long> rows = new TreeMap<>();
    private final Map<String, String> sequences = new TreeMap<>();
    private long bytes;
    private long statement;
    private long longest;

    void accept(byte[] buffer, int from, int to) {
        bytes += to - from;
        int at = from;
        while (at < to) {
            int end = scanner.scan(buffer, at, to);
            statement += (end < 0 ? to : end) - at;
            if (end < 0) {
                return;
            }
            if (!scanner.isDirective()) {
                ended(new String(scanner.head().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            }
            longest = Math.max(longest, statement);
            statement = 0;
            scanner.next();
            at = end;
        }
    }

    private void ended(String head) {
        Matcher named = NAMED.matcher(head);
        if (named.find()) {
            String name = named.group(2).replace("``", "`");
            switch (named.group(1)) {
                case "CREATE TABLE" -> rows.putIfAbsent(name, 0L);
                case "CREATE SEQUENCE" -> sequences.putIfAbsent(name, "");
                default -> rows.merge(name, scanner.rows(), Long::sum);
            }
            return;
        }
        Matcher value = SEQUENCE_VALUE.matcher(head);
        if (value.find()) {
            sequences.put(value.group(1).replace("``", "`"), value.group(2));
        }
    }

    long bytes() {
        return bytes;
    }

    /** Bytes of the longest statement. */
    long longest() {
        return longest;
    }

    boolean isComplete() {
        return scanner.isComplete();
    }

    /** The rows of a table; empty if the dump does not create it. */
    Optional<Long> rows(String table) {
        return Optional.ofNullable(rows.get(table));
    }

    Optional<String> sequence(String name) {
        return Optional.ofNullable(sequences.get(name)).filter(value -> !value.isEmpty());
    }
}
