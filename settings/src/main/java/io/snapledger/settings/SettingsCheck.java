package io.snapledger.settings;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Refuses what a configuration says that nobody would ever read. */
public final class SettingsCheck {

    private static final int MOST = 10;

    /** Places in lists, each of which is a name. */
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    /** What the framework and the Kafka client read. */
    private static final Set<String> OTHERS = Set.of("quarkus", "kafka", "mp", "smallrye");

    private SettingsCheck() {}

    /**
     * Checks the names in a configuration of ours.
     *
     * @param names all names in it, e.g. {@code snapledger.plans.nightly.zone}
     * @param where the configuration, in words
     * @throws IllegalArgumentException naming each unknown one with the nearest known name, at most {@value #MOST} of them
     */
    public static void requireKnown(Collection<String> names, String where) {
        List<String> lines = unknownOf(names).map(SettingsCheck::told).toList();
        if (lines.isEmpty()) {
            return;
        }
        String more = lines.size() > MOST ? ", and " + (lines.size() - MOST) + " more" : "";
        throw new IllegalArgumentException("unknown setting "
                + String.join(", ", lines.subList(0, Math.min(MOST, lines.size()))) + more + " in " + where
                + "; HINT: correct or remove it, nothing is ignored");
    }

    /** Each name that nobody reads as a problem, with the nearest known one. */
    static List<SettingProblem> unknown(Collection<String> names) {
        return unknownOf(names)
                .map(name -> new SettingProblem(
                        name,
                        "is unknown",
                        SettingNames.nearest(withoutProfile(name))
                                .map(known -> "did you mean '" + known + "'?")
                                .orElse("correct or remove it, nothing is ignored")))
                .toList();
    }

    private static Stream<String> unknownOf(Collection<String> names) {
        return names.stream()
                .filter(name -> !isKnown(withoutProfile(name)))
                .map(name -> INDEX.matcher(name).replaceAll(""))
                .distinct()
                .sorted();
    }

    private static String told(String name) {
        return "'" + name + "'"
                + SettingNames.nearest(withoutProfile(name))
                        .map(known -> " (did you mean '" + known + "'?)")
                        .orElse("");
    }

    private static boolean isKnown(String name) {
        int dot = name.indexOf('.');
        String root = dot < 0 ? name : name.substring(0, dot);
        return OTHERS.contains(root) || SettingNames.isKnown(name);
    }

    /** A name may hold for one profile of the framework only: {@code %dev.quarkus.log.level}. */
    private static String withoutProfile(String name) {
        return name.startsWith("%") && name.indexOf('.') > 0 ? name.substring(name.indexOf('.') + 1) : name;
    }
}
