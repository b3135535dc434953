package io.snapledger.testkit.scenario;

import java.util.List;

/** The last lines of a scenario. */
final class Verdict {

    private static final int LONGEST = 800;

    private Verdict() {}

    /** Prints what was violated; returns the exit code. */
    static int tell(String scenario, List<String> violations) {
        System.out.printf(
                "%s: %d violations -> %s%n", scenario, violations.size(), violations.isEmpty() ? "HOLDS" : "VIOLATED");
        violations.forEach(violation -> System.out.println("  " + shortened(violation)));
        return violations.isEmpty() ? 0 : 1;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
