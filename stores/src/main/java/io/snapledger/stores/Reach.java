package io.snapledger.stores;

import io.snapledger.stores.command.CommandRunner;

/**
 * The way to one store, for as long as one call to its engine takes: directly, or into the pod that it runs in. An engine names addresses and
 * starts tools as the store's options say, and asks here where they are.
 *
 * <p>A connection may break at any moment; then the call ends with an exception as it does when the store goes away. Closing ends what the
 * way was made of. Safe for use by several threads.
 */
public interface Reach extends AutoCloseable {

    /** Runs tools beside the store; {@link CommandRunner#isLocal} says whether that is here. */
    CommandRunner commands();

    /**
     * Where a connection from this process leads to what the store's options call {@code named}.
     *
     * @throws StoreException {@code UNREACHABLE} if there is no way now
     */
    Endpoint fromHere(Endpoint named) throws StoreException;

    /** What a tool of {@link #commands} has to connect to for the same. */
    Endpoint fromTools(Endpoint named);

    /** Whether the store's paths are paths of this machine. */
    boolean sharesFiles();

    @Override
    void close();
}
