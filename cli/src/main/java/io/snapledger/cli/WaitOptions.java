package io.snapledger.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whether to wait for the end. */
final class WaitOptions {

    @Option(names = "--wait", description = "Waits until it has ended; the exit code tells how.")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "With --wait: at most so long, such as 30m (default: as long as it takes); then exit code 9.")
    Duration timeout;

    void check() {
        if (timeout != null && !wait) {
            throw CliException.usage("--timeout is of no use without --wait; HINT: add --wait");
        }
    }
}
