package io.snapledger.stores;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An inventory: facts that must be equal between a store when it was dumped and what was restored from it. A fact is a
 * path of escaped names ({@link #path}) and a value, e.g. {@code database/shop/table/public/orders/rows = 200000}.
 * Facts that may rightly differ (versions, sizes on disk, times) do not belong here but in
 * {@link SnapshotContent#details()}.
 *
 * <p>An engine tells at most {@value #MOST_FACTS} facts of what people fill a store with, which is some 10,000 objects: they are in memory
 * and in the manifest. Beyond, it {@linkplain #sum sums up} facts, and the same ones when it compares: which, it reads in the evidence
 * that it compares with.
 */
public record Evidence(SortedMap<String, String> facts) {

    /**
     * Below which facts stand that only a part of a store has, as single paths have that are restored: they sum up what a snapshot's own
     * evidence sums up of the whole.
     */
    public static final String PART = "part";

    /** How many facts an engine tells one by one. */
    public static final int MOST_FACTS = 50_000;

    /** How many differences an error tells. */
    private static final int TOLD = 5;

    public Evidence {
        facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    public static Evidence of(Map<String, String> facts) {
        return new Evidence(new TreeMap<>(facts));
    }

    /** A path of names, each with {@code %}, {@code /} and control characters written as {@code %25} and so on. */
    public static String path(String... names) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            if (i > 0) {
                path.append('/');
            }
            names[i].chars().forEach(c -> {
                if (c == '%' || c == '/' || c < ' ') {
                    path.append(String.format("%%%02X", c));
                } else {
                    path.append((char) c);
                }
            });
        }
        return path.toString();
    }

    /** The name that {@link #path} escaped. */
    public static String unescaped(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '%') {
                text.append((char) Integer.parseInt(name.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                text.append(name.charAt(i));
            }
        }
        return text.toString();
    }

    /** Facts as the value of one: how many, and a digest of all paths and values; equal exactly if they are. */
    public static String sum(SortedMap<String, String> facts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            facts.forEach((path, value) ->
                    digest.update((path + "\0" + value.length() + "\0" + value).getBytes(StandardCharsets.UTF_8)));
            return facts.size() + " facts " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The facts below a path, with their whole paths. */
    public SortedMap<String, String> below(String path) {
        return facts.subMap(path + "/", path + "0"); // '0' follows '/'
    }

    /** The escaped names directly below a path. */
    public List<String> namesBelow(String path) {
        TreeSet<String> names = new TreeSet<>();
        below(path).keySet().forEach(fact -> {
            String rest = fact.substring(path.length() + 1);
            int slash = rest.indexOf('/');
            names.add(slash < 0 ? rest : rest.substring(0, slash));
        });
        return List.copyOf(names);
    }

    /** What differs, in the order of the facts; empty means equal. */
    public static List<Difference> differences(Evidence expected, Evidence actual) {
        TreeSet<String> all = new TreeSet<>(expected.facts.keySet());
        all.addAll(actual.facts.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String fact : all) {
            String wanted = expected.facts.getOrDefault(fact, "");
            String found = actual.facts.getOrDefault(fact, "");
            boolean both = expected.facts.containsKey(fact) && actual.facts.containsKey(fact);
            if (!both || !wanted.equals(found)) {
                differences.add(new Difference(
                        fact,
                        expected.facts.containsKey(fact) ? wanted : Difference.ABSENT,
                        actual.facts.containsKey(fact) ? found : Difference.ABSENT));
            }
        }
        return differences;
    }

    /**
     * Ends a restore whose target has not been changed yet, if what was made is not what was dumped.
     *
     * @param what with a verb, as in "the tree came out different from the snapshot"
     * @throws StoreException {@code DIFFERENT}, with the first differences
     */
    public static void requireSame(String what, Evidence expected, Evidence actual) throws StoreException {
        List<Difference> differences = differences(expected, actual);
        if (!differences.isEmpty()) {
            throw new StoreException(
                    StoreException.Reason.DIFFERENT,
                    what + " in " + differences.size() + " facts: "
                            + differences.stream()
                                    .limit(TOLD)
                                    .map(Difference::toString)
                                    .collect(Collectors.joining("; ")),
                    "the target was left as it was");
        }
    }

    /**
     * A fact that is not the same.
     *
     * @param fact the path
     * @param expected its value in the snapshot, or {@link #ABSENT}
     * @param actual its value in what was restored, or {@link #ABSENT}
     */
    public record Difference(String fact, String expected, String actual) {

        public static final String ABSENT = "(absent)";

        @Override
        public String toString() {
            return fact + ": expected " + expected + ", found " + actual;
        }
    }
}
