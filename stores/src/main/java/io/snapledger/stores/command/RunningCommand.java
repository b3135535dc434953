package io.snapledger.stores.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A command under way. */
public interface RunningCommand extends AutoCloseable {

    /** Standard output. Its end alone says nothing: {@link #await} does. */
    InputStream output();

    /** Standard input, as {@link Command#input} says how it ends. */
    OutputStream input();

    /** Waits for the end, within the command's timeout; output must have been read to its end by then. */
    Exit await() throws InterruptedException;

    /** Kills the whole process tree if it still runs, waits until it is gone, and removes the private files. */
    @Override
    void close();

    /** Reads all of the output, which must be small, and waits for the end. */
    default Result collect() throws IOException, InterruptedException {
        byte[] bytes = output().readAllBytes();
        return new Result(new String(bytes, java.nio.charset.StandardCharsets.UTF_8), await());
    }

    /**
     * How it ended.
     *
     * @param code exit code; 128 + signal if it was killed
     * @param errors the last lines of standard error that may be kept, at most 8 KiB
     * @param timedOut whether the timeout killed it
     */
    record Exit(int code, String errors, boolean timedOut) {
        public boolean isSuccess() {
            return code == 0 && !timedOut;
        }
    }

    /** A small output together with how the command ended. */
    record Result(String output, Exit exit) {}
}
