package io.snapledger.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of all settings of all services, as {@link Installation} has them: one configuration serves them all, so each knows the others' names. A name has parts
 * separated by dots; {@code <name>} stands for any part, {@code <option>} at the end for any number of them, which their owner
 * checks (the kind of a store).
 */
public final class SettingNames {

    /** What all of ours begin with. */
    public static final String PREFIX = "snapledger";

    /** Given by the programs to their parts, and by who develops them: in no document, and nothing to configure. */
    private static final List<String> OF_THE_PROGRAMS = List.of(
            "snapledger.log.level",
            "snapledger.terminal",
            "snapledger.root",
            "snapledger.write",
            "snapledger.scheduler.events-endpoint",
            "snapledger.restore.events-endpoint");

    /** What settings were called, and what they are called now. */
    private static final Map<String, String> FORMER = Map.of(
            "snapledger.scheduler.topic-replication", "snapledger.kafka.replication",
            "snapledger.dump.topic-replication", "snapledger.kafka.replication",
            "snapledger.catalog.topic-replication", "snapledger.kafka.replication",
            "snapledger.restore.topic-replication", "snapledger.kafka.replication");

    private static final Pattern PART = Pattern.compile("\"([^\"]*)\"|[^.\"]+");
    private static final Pattern INDEX = Pattern.compile("(\\[\\d+])+$");

    private static final List<String> CONFIGURED = SettingDescription.all().stream()
            .flatMap(setting -> setting.names().stream())
            .toList();
    private static final List<String> KNOWN =
            Stream.concat(CONFIGURED.stream(), OF_THE_PROGRAMS.stream()).toList();

    private SettingNames() {}

    /** All that can be configured, with {@code <name>} and {@code <option>} where somebody chooses. */
    public static List<String> all() {
        return CONFIGURED;
    }

    /** Whether a setting of this name exists. Places in lists ({@code stores[0]}) do not matter. */
    public static boolean isKnown(String name) {
        List<String> parts = parts(name);
        return KNOWN.stream().anyMatch(known -> matches(parts(known), parts));
    }

    /** The known name that a wrong one was probably meant to be, or is now, with the parts that were free to choose. */
    public static Optional<String> nearest(String wrong) {
        List<String> parts = parts(wrong);
        String now = FORMER.get(String.join(".", parts));
        if (now != null) {
            return Optional.of(now);
        }
        List<String> candidates = KNOWN.stream()
                .map(known -> like(parts(known), parts))
                .flatMap(Optional::stream)
                .toList();
        return Suggestion.nearest(String.join(".", parts), candidates);
    }

    private static boolean matches(List<String> known, List<String> parts) {
        int end = known.size() - 1;
        boolean open = known.get(end).equals(SettingDescription.REST);
        if (open ? parts.size() < known.size() : parts.size() != known.size()) {
            return false;
        }
        for (int i = 0; i < known.size(); i++) {
            boolean free = known.get(i).startsWith("<");
            if (!free && !known.get(i).equals(parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The known name, with the free parts of the other; empty if that has another number of parts. */
    private static Optional<String> like(List<String> known, List<String> parts) {
        boolean open = known.get(known.size() - 1).equals(SettingDescription.REST);
        if (open ? parts.size() < known.size() : parts.size() != known.size()) {
            return Optional.empty();
        }
        List<String> made = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            boolean free = i >= known.size()
                    || known.get(i).equals(SettingDescription.ANY)
                    || known.get(i).equals(SettingDescription.REST);
            made.add(free ? parts.get(i) : known.get(i));
        }
        return Optional.of(String.join(".", made));
    }

    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(name);
        while (matcher.find()) {
            String part = matcher.group(1) == null ? matcher.group() : matcher.group(1);
            parts.add(INDEX.matcher(part).replaceFirst(""));
        }
        parts.removeIf(String::isEmpty); // what is left of "name"[0]
        return parts;
    }
}
