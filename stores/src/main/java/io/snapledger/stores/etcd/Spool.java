package io.snapledger.stores.etcd;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.PrivateDirectory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A snapshot in a private file of this machine, while it is looked at: its pages are not in the order in which they must be read. */
final class Spool extends OutputStream {

    private final PrivateDirectory directory;
    private final Path file;
    private final SealedBytes seal = new SealedBytes();
    private OutputStream out;

    private Spool(PrivateDirectory directory) {
        this.directory = directory;
        file = directory.path().resolve("snapshot.db");
    }

    /** @param bytes that it will have, roughly */
    static Spool begin(CommandRunner commands, long bytes) throws StoreException {
        PrivateDirectory directory = null;
        try {
            directory = commands.privateDirectory();
            Spool spool = new Spool(directory);
            spool.requireRoom(bytes);
            spool.out = new BufferedOutputStream(
                    Files.newOutputStream(spool.file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    1 << 16);
            return spool;
        } catch (IOException e) {
            if (directory != null) {
                directory.close();
            }
            throw full(e);
        } catch (StoreException e) {
            directory.close();
            throw e;
        }
    }

    private void requireRoom(long bytes) throws StoreException, IOException {
        long free = Files.getFileStore(directory.path()).getUsableSpace();
        if (free < bytes) {
            throw new StoreException(
                    Reason.NO_SPACE,
                    "the snapshot has about " + bytes + " bytes, and where its copy is looked at, '"
                            + directory.path().getParent() + "', " + free + " are free",
                    "make room there, or let the work directory of this service be elsewhere");
        }
    }

    private static StoreException full(IOException e) {
        return new StoreException(
                Reason.NO_SPACE, "the private copy of the snapshot cannot be kept: " + e.getMessage(), "make room", e);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws Carried what is wrong with the copy, which is none of the caller's streams */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        seal.write(bytes, offset, length);
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new Carried(full(e));
        }
    }

    /** Bytes so far. */
    long bytes() {
        return seal.count();
    }

    /**
     * All was written: reads it as the database that it must be.
     *
     * @throws IOException {@link MalformedDatabase} if it is cut, damaged, or none; {@link Carried}
     */
    KeyDatabase read(TimeLeft time) throws StoreException, IOException {
        try {
            out.close();
            seal.requireWhole();
            return KeyDatabase.open(file, bytes() - SealedBytes.SEAL, directory.path(), time);
        } catch (MalformedDatabase | Carried e) {
            throw e;
        } catch (IOException e) {
            throw full(e);
        }
    }

    /** As a file for tools. */
    Path file() {
        return file;
    }

    Path directory() {
        return directory.path();
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            System.getLogger(Spool.class.getName()).log(System.Logger.Level.DEBUG, "closing a copy failed", e);
        }
        directory.close();
    }
}
