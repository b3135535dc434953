package io.snapledger.testkit.compare;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;

/** What two inventories differ in. */
public record Outcome(int compared, List<String> differences) {

    public static final int EQUAL = 0;
    public static final int WRONG_USE = 2;
    public static final int DIFFERENT = 8;

    public Outcome {
        differences = List.copyOf(differences);
    }

    static Outcome of(SortedMap<String, String> expected, SortedMap<String, String> actual) {
        TreeSet<String> all = new TreeSet<>(expected.keySet());
        all.addAll(actual.keySet());
        List<String> differences = new ArrayList<>();
        for (String item : all) {
            if (!Objects.equals(expected.get(item), actual.get(item))) {
                differences.add(item + ": " + shown(expected.get(item)) + " became " + shown(actual.get(item)));
            }
        }
        return new Outcome(all.size(), differences);
    }

    private static String shown(String value) {
        return value == null ? "(absent)" : value.length() > 300 ? value.substring(0, 300) + "..." : value;
    }

    public boolean isEqual() {
        return differences.isEmpty();
    }

    /** Prints the verdict; the exit code. */
    int tell(PrintStream out) {
        differences.stream().limit(100).forEach(out::println);
        if (differences.size() > 100) {
            out.println("... and " + (differences.size() - 100) + " more");
        }
        out.println((isEqual() ? "EQUAL" : "DIFFERENT") + ": " + compared + " facts compared, " + differences.size()
                + " differ");
        return isEqual() ? EQUAL : DIFFERENT;
    }
}
