package io.snapledger.posix;

/** Which permission bits new files of this process do not get, see umask(2). */
public final class Umask {

    private Umask() {}

    /** Sets it, for all threads. @return what it was */
    public static int set(int mask) {
        return LibC.umask(mask);
    }
}
