package io.snapledger.cli;

/** Which exit code belongs to the words with which services, repositories and engines say why something failed. */
public final class Reasons {

    private Reasons() {}

    /** @param reason lower case with hyphens, as in events and in restore failures */
    public static Exit exit(String reason) {
        return switch (reason) {
            case "not-found",
                    "object-missing",
                    "unknown-plan",
                    "unknown-store",
                    "unknown-backup",
                    "unknown-repository" -> Exit.NOT_FOUND;
            case "ambiguous", "target-busy", "already-ended" -> Exit.CONFLICT;
            case "repository-unreachable",
                    "repository-missing",
                    "broker-unavailable",
                    "unreachable",
                    "too-many-lists" -> Exit.UNREACHABLE;
            case "wrong-key", "unauthorized", "access-denied" -> Exit.DENIED;
            case "damaged", "evidence-differs", "different" -> Exit.DAMAGED;
            case "blocked", "target-not-fresh", "safety-snapshot-failed" -> Exit.BLOCKED;
            case "bad-request", "bad-options", "usage" -> Exit.USAGE;
            default -> Exit.FAILED;
        };
    }
}
