package io.snapledger.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library, each as its page of the manual, section 2, says. Buffers are addresses; names are bytes that end
 * with a NUL. Structures differ between libraries and processors: where one is needed, the kernel is asked by {@link #syscall}.
 */
final class LibC {

    static {
        Native.register(LibC.class, NativeLibrary.getProcess());
    }

    private LibC() {}

    /** The error of this thread's last call, see errno(3). */
    static int errno() {
        return Native.getLastError();
    }

    static native int open(byte[] path, int flags, int mode);

    static native int openat(int directory, byte[] name, int flags, int mode);

    static native int close(int descriptor);

    static native long read(int descriptor, long buffer, long count);

    static native long pread(int descriptor, long buffer, long count, long offset);

    static native long write(int descriptor, long buffer, long count);

    static native long pwrite(int descriptor, long buffer, long count, long offset);

    static native long lseek(int descriptor, long offset, int whence);

    static native int ftruncate(int descriptor, long length);

    static native int fsync(int descriptor);

    static native int flock(int descriptor, int operation);

    static native int fchmod(int descriptor, int mode);

    static native int fchownat(int directory, byte[] name, int owner, int group, int flags);

    /** @param times of access and modification, each as seconds and nanoseconds: struct timespec[2] with 64 bits */
    static native int utimensat(int directory, byte[] name, long[] times, int flags);

    /** As {@link #utimensat}, of an open file: some libraries refuse to take no name there. */
    static native int futimens(int descriptor, long[] times);

    static native int mkdirat(int directory, byte[] name, int mode);

    static native int unlinkat(int directory, byte[] name, int flags);

    static native int linkat(int fromDirectory, byte[] from, int toDirectory, byte[] to, int flags);

    static native int symlinkat(byte[] target, int directory, byte[] name);

    static native long readlinkat(int directory, byte[] name, byte[] buffer, long size);

    static native int umask(int mask);

    static native int geteuid();

    static native String strerror(int error);

    static native long syscall(long number, long a, byte[] b, long c, long d, long e);

    static native long syscall(long number, long a, byte[] b, long c, byte[] d, long e);

    static native long syscall(long number, long a, long b, long c);
}
