package io.snapledger.stores.command;

/**
 * Standard input of a command, and how the tool comes to know its end. Where the tool runs elsewhere, closing a stream need not reach it:
 * an end that is known before is worth more.
 */
public sealed interface Input {

    /** Empty. */
    record Nothing() implements Input {}

    /** It ends when the caller closes it. */
    record UntilClosed() implements Input {}

    /**
     * It ends after a number of bytes, which the caller writes and then closes it. A caller who closes it earlier has the tool killed, since
     * what it has read is not what it was promised.
     *
     * @param bytes 0 or more
     */
    record OfLength(long bytes) implements Input {
        public OfLength {
            if (bytes < 0) {
                throw new IllegalArgumentException("an input of " + bytes + " bytes");
            }
        }
    }
}
