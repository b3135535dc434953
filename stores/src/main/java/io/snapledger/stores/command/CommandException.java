package io.snapledger.stores.command;

/** A command could not be started. */
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    public CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
