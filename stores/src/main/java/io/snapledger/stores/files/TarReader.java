package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Timestamp;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.files.TarEntry.Extent;
import io.snapledger.stores.files.TarEntry.Type;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@link TarWriter} writes: POSIX tar with extended headers, names as bytes, and GNU's sparse format 1.0. Nothing in
 * an archive is trusted: every number has a range, and a name that could leave the tree is refused. Whatever is not as the engine
 * writes it is {@code DAMAGED}.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax, Extended Description</a>
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html">Sparse formats</a>
 */
final class TarReader {

    private static final int BLOCK = 512;
    private static final int LONGEST_HEADER = 16 << 20;

    private final InputStream stream;
    private final byte[] block = new byte[BLOCK];
    private long left;
    private long padding;
    private long position;
    private long offset;

    /** @param stream buffered; may begin at any entry */
    TarReader(InputStream stream) {
        this.stream = stream;
    }

    /** The next entry; what was not read of the one before is passed over. Empty at the archive's end. */
    Optional<TarEntry> next() throws StoreException, IOException {
        pass();
        offset = position;
        ExtendedHeader extended = ExtendedHeader.NONE;
        while (true) {
            readFully(block, BLOCK);
            if (isZero()) {
                drain();
                return Optional.empty();
            }
            checkSum();
            char type = (char) block[156];
            if (type != 'x' && type != 'g') {
                return Optional.of(entry(type, extended));
            }
            begin(number(124, 12));
            if (left > LONGEST_HEADER) {
                throw damaged("a header of " + left + " bytes");
            }
            byte[] records = new byte[(int) left];
            for (int at = 0; at < records.length; ) {
                at += read(records, at, records.length - at);
            }
            ExtendedHeader parsed = ExtendedHeader.parse(records);
            extended = type == 'x' ? parsed : extended;
            pass();
        }
    }

    /** Where the entry begins, in bytes from where this reader began: with its extended header, if it has one. */
    long offset() {
        return offset;
    }

    /** How far this reader has read. */
    long position() {
        return position;
    }

    /** Reads on in the content of the entry, as it is stored: without holes. @return -1 at its end */
    int read(byte[] bytes, int offset, int length) throws StoreException, IOException {
        if (left == 0) {
            return -1;
        }
        int read = stream.read(bytes, offset, (int) Math.min(left, length));
        if (read < 0) {
            throw damaged("an entry that is cut");
        }
        left -= read;
        position += read;
        return read;
    }

    private TarEntry entry(char type, ExtendedHeader extended) throws StoreException, IOException {
        try {
            begin(extended.size().orElse(number(124, 12)));
            byte[] name = extended.path().orElseGet(this::name);
            byte[] target = extended.linkPath().orElseGet(() -> text(157, 100));
            Type what = typeOf(type, name);
            if (what != Type.FILE && left != 0) {
                throw damaged("content where none can be");
            }
            long size = extended.realSize().orElse(left);
            List<Extent> extents = what == Type.FILE && extended.isSparse()
                    ? SparseMap.read(this, left, size)
                    : List.of(new Extent(0, left));
            return new TarEntry(
                    path(name, what),
                    what,
                    (int) number(100, 8) & 07777,
                    id(extended.owner().orElse(number(108, 8))),
                    id(extended.group().orElse(number(116, 8))),
                    size,
                    extended.modified().orElse(new Timestamp(number(136, 12), 0)),
                    what == Type.SYMBOLIC_LINK ? ByteName.of(target) : null,
                    what == Type.HARD_LINK ? BytePath.of(target) : null,
                    extents);
        } catch (IllegalArgumentException e) {
            throw damaged("a name that would leave the target: " + e.getMessage());
        }
    }

    private static Type typeOf(char type, byte[] name) throws StoreException {
        return switch (type) {
            case '0', '\0' -> Type.FILE;
            case '1' -> Type.HARD_LINK;
            case '2' -> Type.SYMBOLIC_LINK;
            case '5' -> Type.DIRECTORY;
            default ->
                throw damaged(
                        "'" + new String(name, US_ASCII) + "' of a type that the engine never writes: '" + type + "'");
        };
    }

    private static BytePath path(byte[] name, Type type) throws StoreException {
        int length = name.length;
        if (type == Type.DIRECTORY && length > 0 && name[length - 1] == '/') {
            length--;
        }
        if (type == Type.DIRECTORY && length == 1 && name[0] == '.') {
            return BytePath.ROOT;
        }
        BytePath path = BytePath.of(Arrays.copyOf(name, length));
        if (path.isRoot()) {
            throw damaged("an empty name, which would leave the target");
        }
        return path;
    }

    private static long id(long id) throws StoreException {
        if (id < 0 || id > 0xffff_ffffL) {
            throw damaged("an owner's number " + id);
        }
        return id;
    }

    private byte[] name() {
        byte[] name = text(0, 100);
        byte[] prefix = text(345, 155);
        if (prefix.length == 0) {
            return name;
        }
        byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        joined[prefix.length] = '/';
        System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
        return joined;
    }

    /** A field up to its first NUL. */
    private byte[] text(int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, from, end);
    }

    /** Octal digits, or a number in base 256 where the first bit is set. */
    private long number(int from, int length) throws StoreException {
        if ((block[from] & 0x80) != 0) {
            return ByteBuffer.wrap(block, from + length - 8, 8).getLong();
        }
        String digits = new String(text(from, length), US_ASCII).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw damaged("a number '" + digits + "'");
        }
    }

    private void checkSum() throws StoreException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
        }
        if (sum != number(148, 8)) {
            throw damaged("a header whose checksum is wrong");
        }
    }

    private boolean isZero() {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private void begin(long length) throws StoreException {
        if (length < 0) {
            throw damaged("a length of " + length);
        }
        left = length;
        padding = -length & BLOCK - 1;
    }

    private void pass() throws StoreException, IOException {
        byte[] rest = new byte[(int) Math.min(left, 64 * 1024)];
        while (left > 0) {
            int unused = read(rest, 0, rest.length);
        }
        readFully(block, (int) padding);
        padding = 0;
    }

    private void readFully(byte[] bytes, int length) throws StoreException, IOException {
        int read = stream.readNBytes(bytes, 0, length);
        position += read;
        if (read < length) {
            throw damaged("no end: it is cut");
        }
    }

    /** What follows the end is padding, to the last byte. */
    private void drain() throws StoreException, IOException {
        int read = BLOCK;
        while (read > 0) {
            read = stream.readNBytes(block, 0, BLOCK);
            Arrays.fill(block, read, BLOCK, (byte) 0);
            if (!isZero()) {
                throw damaged("bytes after its end");
            }
        }
    }

    static StoreException damaged(String what) {
        return new StoreException(Reason.DAMAGED, "the archive holds " + what, "verify the snapshot");
    }
}
