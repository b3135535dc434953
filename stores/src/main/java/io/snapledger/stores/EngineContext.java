package io.snapledger.stores;

import io.snapledger.stores.command.CommandRunner;
import java.time.Clock;
import java.util.Objects;

/**
 * What every engine is given.
 *
 * @param commands runs the tools, here or in the store's pod
 * @param clock the only source of time
 * @param own where this installation keeps its own things, as far as they lie on this machine
 */
public record EngineContext(CommandRunner commands, Clock clock, ProtectedPaths own) {
    public EngineContext {
        Objects.requireNonNull(commands, "commands");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(own, "own");
    }

    /** One of an installation that keeps nothing on this machine. */
    public EngineContext(CommandRunner commands, Clock clock) {
        this(commands, clock, ProtectedPaths.NONE);
    }
}
