package io.snapledger.access;

import java.util.Set;
import java.util.TreeSet;

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

    /**
     * All that somebody with these roles may be let in as: an administrator as each of them, everybody as a viewer.
     *
     * @throws IllegalArgumentException if one is no role that can be given
     */
    public static Set<String> with(Set<String> given) {
        for (String role : given) {
            if (!OF_ADMIN.contains(role)) {
                throw new IllegalArgumentException(
                        "'" + role + "' is no role; HINT: choose of " + new TreeSet<>(OF_ADMIN));
            }
        }
        Set<String> all = new TreeSet<>(given);
        if (given.contains(ADMIN)) {
            all.addAll(OF_ADMIN);
        }
        if (!given.isEmpty()) {
            all.add(VIEWER);
        }
        return all;
    }

    private Roles() {}
}
