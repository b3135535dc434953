package io.snapledger.stores.command;

import java.io.IOException;

/**
 * Runs a tool where the store can be reached: as a local process, or in the store's pod. No tool outlives the process
 * that asked for it, not even when that process is killed with {@code kill -9}.
 */
public interface CommandRunner {

    /**
     * Starts a command. The caller closes what it gets.
     *
     * @throws CommandException if it could not be started, e.g. because the program is not installed
     */
    RunningCommand start(Command command) throws CommandException;

    /**
     * A directory for tools that work with files of several commands. The caller closes it, which removes it; what a killed
     * process leaves is removed by the next one.
     */
    PrivateDirectory privateDirectory() throws IOException;

    /**
     * Whether files of this process's machine are files for the tools as well (false in a pod).
     */
    boolean isLocal();
}
