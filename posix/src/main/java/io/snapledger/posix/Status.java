package io.snapledger.posix;

import com.sun.jna.Memory;
import java.io.IOException;
import java.util.Locale;

/**
 * What the system knows about a file, by statx(2).
 *
 * @param mode permission bits with set-uid, set-gid and sticky: 12 bits
 * @param owner number of the user, from 0 to 2^32 - 1
 * @param group number of the group, from 0 to 2^32 - 1
 * @param size bytes of the content, of a link's target; of others nothing that means much
 * @param blocks what it occupies, in units of 512 bytes; less than its size if it has holes
 * @param links how many names it has
 * @param inode its number, unique in its device
 * @param device major number in the upper 32 bits, minor in the lower
 * @param mount number of the mount it is seen through, so that a bind mount of the same device can be told; 0 before Linux 5.8
 * @param modified when its content changed last
 * @param changed when its content or attributes changed last; no program can set it
 */
public record Status(
        Type type,
        int mode,
        long owner,
        long group,
        long size,
        long blocks,
        long links,
        long inode,
        long device,
        long mount,
        Timestamp modified,
        Timestamp changed) {

    /** What a name can stand for. */
    public enum Type {
        REGULAR_FILE(0100000),
        DIRECTORY(0040000),
        SYMBOLIC_LINK(0120000),
        FIFO(0010000),
        SOCKET(0140000),
        CHARACTER_DEVICE(0020000),
        BLOCK_DEVICE(0060000),
        /** What no kernel known today has. */
        OTHER(0);

        private final int bits;

        Type(int bits) {
            this.bits = bits;
        }

        /** For people, e.g. {@code character device}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private static Type of(int mode) {
            for (Type type : values()) {
                if (type.bits == (mode & 0170000)) {
                    return type;
                }
            }
            return OTHER;
        }
    }

    private static final int BASIC_STATS_AND_MOUNT = 0x7ff | 0x1000;
    private static final int SIZE_OF_STRUCT = 256;
    private static final ThreadLocal<Memory> STRUCT = ThreadLocal.withInitial(() -> new Memory(SIZE_OF_STRUCT));

    /** @param name below the descriptor; empty for the descriptor itself */
    static Status of(int descriptor, byte[] name, Location file) throws IOException {
        Memory struct = STRUCT.get();
        int flags = Kernel.AT_SYMLINK_NOFOLLOW | Kernel.AT_EMPTY_PATH;
        long address = com.sun.jna.Pointer.nativeValue(struct);
        if (LibC.syscall(Kernel.STATX, descriptor, name, flags, BASIC_STATS_AND_MOUNT, address) < 0) {
            throw SystemCallException.of(file, LibC.errno());
        }
        return read(struct);
    }

    /** The layout is the kernel's own, the same everywhere: {@code struct statx} of uapi/linux/stat.h. */
    private static Status read(Memory struct) {
        int mode = struct.getShort(28) & 0xffff;
        boolean knowsMount = (struct.getInt(0) & 0x1000) != 0;
        return new Status(
                Type.of(mode),
                mode & 07777,
                Integer.toUnsignedLong(struct.getInt(20)),
                Integer.toUnsignedLong(struct.getInt(24)),
                struct.getLong(40),
                struct.getLong(48),
                Integer.toUnsignedLong(struct.getInt(16)),
                struct.getLong(32),
                Integer.toUnsignedLong(struct.getInt(136)) << 32 | Integer.toUnsignedLong(struct.getInt(140)),
                knowsMount ? struct.getLong(144) : 0,
                new Timestamp(struct.getLong(112), struct.getInt(120)),
                new Timestamp(struct.getLong(96), struct.getInt(104)));
    }

    /** Whether both are the same file, by device and inode. */
    public boolean isSameFile(Status other) {
        return device == other.device && inode == other.inode;
    }
}
