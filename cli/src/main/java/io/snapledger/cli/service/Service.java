package io.snapledger.cli.service;

import java.util.Locale;

/** The services that the command line talks to. In one process they share an address. */
public enum Service {
    SCHEDULER,
    DUMP,
    STORAGE,
    CATALOG,
    RESTORE;

    String variable() {
        return "SNAPLEDGER_" + name() + "_URL";
    }

    /** Its name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
