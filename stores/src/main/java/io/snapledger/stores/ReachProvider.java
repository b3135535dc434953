package io.snapledger.stores;

import io.snapledger.stores.command.CommandRunner;

/** Announces one way to stores that are not reached directly, by {@link java.util.ServiceLoader}: nothing else in the product lists them. */
public interface ReachProvider {

    /** What the options of this way begin with, before a dot: {@code [a-z]+}. A store that has one of them is reached this way. */
    String prefix();

    /**
     * Checks the options of this way alone, all those of the store that begin with {@link #prefix()}.
     *
     * @throws StoreException {@code BAD_OPTIONS} with everything that is wrong
     */
    void check(StoreDefinition store) throws StoreException;

    /**
     * Makes the way to a store; the caller closes it.
     *
     * @param here runs tools of this machine
     * @throws StoreException {@code BAD_OPTIONS}, {@code UNREACHABLE} or {@code ACCESS_DENIED}
     */
    Reach open(StoreDefinition store, CommandRunner here) throws StoreException, InterruptedException;
}
