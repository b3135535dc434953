package io.snapledger.events;

/** The service that writes an event; the `source` attribute of a role is the same for all its replicas. */
public enum Role {
    SCHEDULER,
    DUMP,
    STORAGE,
    CATALOG,
    RESTORE,
    CLI;

    /** The CloudEvents `source` attribute, e.g. `/snapledger/dump`. */
    public String source() {
        return "/snapledger/" + name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether a source is one that only our services have: what begins with {@code /snapledger/}. */
    public static boolean isReserved(String source) {
        return source.startsWith("/snapledger/");
    }
}
