package io.snapledger.repository;

import java.nio.file.Path;

/** An object that is a file of this host, held open: whatever takes its name, {@link #path} leads to this one until it is closed. */
public interface ObjectFile extends AutoCloseable {

    /** To be read, never to be written. */
    Path path();

    /** Bytes. */
    long length();

    @Override
    void close();
}
