package io.snapledger.stores.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes POSIX (PAX) tar: names of any length in UTF-8, files of any size, times with their fractions. */
final class TarWriter {

    /** The stream the archive goes to failed, not the tree it comes from. */
    static final class TargetFailure extends IOException {

        private static final long serialVersionUID = 1L;

        TargetFailure(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    private static final int BUFFER = 256 * 1024;

    private final CountingStream counter;
    private final TarArchiveOutputStream tar;

    TarWriter(OutputStream stream) {
        counter = new CountingStream(stream);
        tar = new TarArchiveOutputStream(new BufferedOutputStream(counter, BUFFER), StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /** One that keeps nothing. */
    static TarWriter toNowhere() {
        return new TarWriter(OutputStream.nullOutputStream());
    }

    void directory(TreeEntry entry) throws IOException {
        put(new TarArchiveEntry((entry.name().isEmpty() ? "." : entry.name()) + "/", TarConstants.LF_DIR), entry, 0);
        end();
    }

    void link(TreeEntry entry, String target) throws IOException {
        TarArchiveEntry header = new TarArchiveEntry(entry.name(), TarConstants.LF_SYMLINK);
        header.setLinkName(target);
        put(header, entry, 0);
        end();
    }

    void hardLink(TreeEntry entry, String firstName) throws IOException {
        TarArchiveEntry header = new TarArchiveEntry(entry.name(), TarConstants.LF_LINK);
        header.setLinkName(firstName);
        put(header, entry, 0);
        end();
    }

    /** Begins a file; exactly {@code size} bytes must follow. */
    void begin(TreeEntry entry, long size) throws IOException {
        put(new TarArchiveEntry(entry.name(), TarConstants.LF_NORMAL), entry, size);
    }

    void write(byte[] bytes, int length) throws IOException {
        tar.write(bytes, 0, length);
    }

    void end() throws IOException {
        tar.closeArchiveEntry();
    }

    /** Ends the archive and the stream. */
    void close() throws IOException {
        tar.close();
    }

    long bytes() {
        return counter.bytes;
    }

    private void put(TarArchiveEntry header, TreeEntry entry, long size) throws IOException {
        header.setSize(size);
        header.setMode(entry.mode());
        header.setUserId(entry.uid());
        header.setGroupId(entry.gid());
        header.setLastModifiedTime(entry.modified());
        tar.putArchiveEntry(header);
    }

    private static final class CountingStream extends OutputStream {

        private final OutputStream target;
        private long bytes;

        private CountingStream(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            try {
                target.write(from, offset, length);
            } catch (IOException e) {
                throw new TargetFailure(e);
            }
            bytes += length;
        }

        @Override
        public void close() throws IOException {
            try {
                target.close();
            } catch (IOException e) {
                throw new TargetFailure(e);
            }
        }
    }
}
