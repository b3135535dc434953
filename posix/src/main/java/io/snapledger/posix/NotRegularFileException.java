package io.snapledger.posix;

import java.nio.file.FileSystemException;

/** Something else stands where a regular file was expected; it was not waited for, and nothing of it was read. */
public final class NotRegularFileException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    private final Status.Type type;

    NotRegularFileException(Location file, Status.Type type) {
        super(file.toString(), null, "is a " + type.words() + ", not a regular file");
        this.type = type;
    }

    /** What stands there. */
    public Status.Type type() {
        return type;
    }
}
