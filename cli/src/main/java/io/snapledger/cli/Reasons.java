package io.snapledger.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which exit code belongs to the words with which services, repositories and engines say why something failed. {@code docs/errors.md}
 * has all of them; one that is not here means {@link Exit#FAILED}.
 */
public final class Reasons {

    private static final Map<String, Exit> EXITS = new HashMap<>();

    static {
        are(
                Exit.USAGE,
                "bad-request",
                "batch-refused",
                "invalid-attribute",
                "invalid-data",
                "missing-attribute",
                "missing-data",
                "no-plan",
                "not-handled",
                "not-json",
                "nothing-selected",
                "reserved-source",
                "time-ahead",
                "too-large",
                "type-not-accepted",
                "unknown-type",
                "unknown-version",
                "unsealed",
                "unsupported-content",
                "unsupported-media-type",
                "usage",
                "wrong-topic");
        are(
                Exit.NOT_FOUND,
                "not-found",
                "not-running",
                "object-missing",
                "segment-gone",
                "segment-unknown",
                "unknown-kind",
                "unknown-plan",
                "unknown-repository",
                "unknown-store");
        are(
                Exit.CONFLICT,
                "already-ended",
                "ambiguous",
                "exists",
                "no-repository",
                "not-proved",
                "rebuilding",
                "repository-read-only",
                "store-busy",
                "store-configured",
                "target-busy");
        are(
                Exit.UNREACHABLE,
                "broker-unavailable",
                "cut-off",
                "repository-io",
                "repository-missing",
                "repository-timeout",
                "repository-unreachable",
                "storage-answer-cut",
                "storage-unreachable",
                "too-many-requests",
                "unreachable");
        are(
                Exit.DENIED,
                "another-site",
                "repository-denied",
                "storage-refused",
                "unauthorized",
                "unknown-host",
                "wrong-key");
        are(Exit.DAMAGED, "damaged", "digest-mismatch", "evidence-differs", "not-ordered", "stray-object");
        are(Exit.TIMED_OUT, "timed-out");
        are(Exit.BLOCKED, "blocked", "safety-snapshot-failed", "target-not-fresh");
        are(Exit.INTERRUPTED, "interrupted");
    }

    private Reasons() {}

    private static void are(Exit exit, String... codes) {
        for (String code : codes) {
            EXITS.put(code, exit);
        }
    }

    /** @param code lower case with hyphens, as in events and in answers of services */
    public static Exit exit(String code) {
        return EXITS.getOrDefault(code, Exit.FAILED);
    }

    /** Where the documentation says more. */
    static String docs(String code) {
        String word = code.toLowerCase(Locale.ROOT).replace('_', '-');
        return "docs/errors.md#" + (word.matches("http-\\d+") ? "http-" : word);
    }
}
