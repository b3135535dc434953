package io.snapledger.cli.service;

import java.io.PrintStream;

/** Says on Ctrl-C that the work goes on without us; closed when there is nothing more to say. */
public final class Detach implements AutoCloseable {

    private final Thread hook;

    private Detach(Thread hook) {
        this.hook = hook;
    }

    public static Detach saying(PrintStream err, String words) {
        Thread hook = new Thread(
                () -> {
                    err.println();
                    err.println(words);
                    err.flush();
                },
                "detach");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Detach(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is being stopped: the words are said.
        }
    }
}
