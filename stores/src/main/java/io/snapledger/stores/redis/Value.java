package io.snapledger.stores.redis;

/**
 * The value of a key, whatever encoding a server chose for it.
 *
 * @param type in the words of the command TYPE; of modules {@code module/NAME}
 * @param digest differs when the content differs
 * @param firstExpiry when the first part of it (a hash's field) expires by itself, in milliseconds since 1970; {@link #NEVER} if none does
 */
record Value(String type, Digest digest, long firstExpiry) {

    static final long NEVER = Long.MAX_VALUE;
}
