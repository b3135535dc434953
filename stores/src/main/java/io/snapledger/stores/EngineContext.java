package io.snapledger.stores;

import io.snapledger.stores.command.CommandRunner;
import java.time.Clock;
import java.util.Objects;

/**
 * What every engine is given.
 *
 * @param commands runs tools of this machine, and gives private directories here; tools that belong beside a store are the
 *     {@linkplain Reach#commands reach's}
 * @param reaches the ways to stores
 * @param clock the only source of time
 * @param own where this installation keeps its own things, as far as they lie on this machine
 */
public record EngineContext(CommandRunner commands, Reaches reaches, Clock clock, ProtectedPaths own) {
    public EngineContext {
        Objects.requireNonNull(commands, "commands");
        Objects.requireNonNull(reaches, "reaches");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(own, "own");
    }

    /** With every way to stores that is on the class path. */
    public EngineContext(CommandRunner commands, Clock clock, ProtectedPaths own) {
        this(commands, Reaches.load(commands), clock, own);
    }

    /** One of an installation that keeps nothing on this machine. */
    public EngineContext(CommandRunner commands, Clock clock) {
        this(commands, clock, ProtectedPaths.NONE);
    }
}
