package io.snapledger.posix;

/** Whose rights this process has, see geteuid(2). */
public final class EffectiveUser {

    private EffectiveUser() {}

    /** Number of the user, from 0 to 2^32 - 1. */
    public static long id() {
        return Integer.toUnsignedLong(LibC.geteuid());
    }
}
