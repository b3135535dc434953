package io.snapledger.posix;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** A system call failed for a reason that {@code java.nio.file} has no exception for; the message holds the system's words. */
public final class SystemCallException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int ENOTDIR = 20;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int EDQUOT = 122;

    private final int errno;

    private SystemCallException(String file, String words, int errno) {
        super(file, null, words);
        this.errno = errno;
    }

    /** The exception for an error. @param file where it happened, for people */
    static IOException of(Location location, int errno) {
        String file = location.toString();
        String words = LibC.strerror(errno);
        return switch (errno) {
            case ENOENT -> new NoSuchFileException(file);
            case EEXIST -> new FileAlreadyExistsException(file);
            case EACCES, EPERM -> new AccessDeniedException(file, null, words);
            case ENOTDIR -> new NotDirectoryException(file);
            case ENOTEMPTY -> new DirectoryNotEmptyException(file);
            default -> new SystemCallException(file, words, errno);
        };
    }

    /** The number of the error, see errno(3). */
    public int errno() {
        return errno;
    }

    /** Whether the file system, or what the user may have of it, is full. */
    public boolean isOutOfSpace() {
        return errno == ENOSPC || errno == EDQUOT;
    }
}
