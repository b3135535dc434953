package io.snapledger.posix;

import com.sun.jna.Platform;

/** What differs between processors: numbers of system calls and flags of open(2), from the kernel's {@code uapi} headers. */
final class Kernel {

    private static final boolean ARM = isArm();

    static final long STATX = ARM ? 291 : 332;
    static final long GETDENTS64 = ARM ? 61 : 217;
    static final long RENAMEAT2 = ARM ? 276 : 316;

    static final int O_RDONLY = 0;
    static final int O_RDWR = 02;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NONBLOCK = 04000;
    static final int O_NOCTTY = 0400;
    static final int O_CLOEXEC = 02000000;
    static final int O_DIRECTORY = ARM ? 040000 : 0200000;
    static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;

    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;

    private Kernel() {}

    private static boolean isArm() {
        if (!Platform.isLinux() || !Platform.is64Bit() || !(Platform.isIntel() || Platform.isARM())) {
            throw new UnsupportedOperationException(
                    "files are read by Linux on x86-64 or aarch64 only, not by " + Platform.RESOURCE_PREFIX);
        }
        return Platform.isARM();
    }
}
