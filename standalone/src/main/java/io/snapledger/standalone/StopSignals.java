package io.snapledger.standalone;

import sun.misc.Signal;

/**
 * A stop that was asked for is a success: SIGTERM and SIGINT end the process in the same order as always, and with exit code 0,
 * where the JVM by itself would report the signal as a failure.
 */
final class StopSignals {

    private StopSignals() {}

    static void handle() {
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> System.exit(0));
        }
    }
}
