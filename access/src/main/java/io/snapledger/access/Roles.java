package io.snapledger.access;

import java.util.Set;

/** What callers are let in as. Each endpoint names the least that it needs; an identity has every role that its own implies. */
public final class Roles {

    /** Sees what exists. */
    public static final String VIEWER = "viewer";
    /** Makes and stops backups. */
    public static final String OPERATOR = "operator";
    /** Restores: writes into stores. */
    public static final String RESTORER = "restorer";
    /** Everything that a person may do. */
    public static final String ADMIN = "admin";
    /** Another service of the same installation. */
    public static final String SERVICE = "service";

    /** What an administrator has. */
    public static final Set<String> OF_ADMIN = Set.of(VIEWER, OPERATOR, RESTORER, ADMIN);

    private Roles() {}
}
