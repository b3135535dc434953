package io.snapledger.cli;

/** Who sits at the keyboard, as the operating system says; for the ledger, proves nothing. */
final class Person {

    private Person() {}

    static String name() {
        String user = System.getProperty("user.name", "unknown").replaceAll("[^A-Za-z0-9._@-]", "_");
        return "cli:" + user.substring(0, Math.min(60, user.length()));
    }
}
