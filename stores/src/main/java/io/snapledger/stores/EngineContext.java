package io.snapledger.stores;

import io.snapledger.stores.command.CommandRunner;
import java.time.Clock;
import java.util.Objects;

/**
 * What every engine is given.
 *
 * @param commands runs the tools, here or in the store's pod
 * @param clock the only source of time
 */
public record EngineContext(CommandRunner commands, Clock clock) {
    public EngineContext {
        Objects.requireNonNull(commands, "commands");
        Objects.requireNonNull(clock, "clock");
    }
}
