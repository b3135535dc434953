package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Timestamp;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.files.TarEntry.Attributes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Reads what {@link IndexEncoder} writes. Nothing of it is trusted: every number has a range, every name is a name. */
final class IndexDecoder {

    /** As long as a header of the archive may be. */
    private static final int LONGEST = 16 << 20;

    private static final int HASH = 16;
    private static final int KNOWN_BITS = 0x0f;
    private static final IndexEntry.Type[] TYPES = IndexEntry.Type.values();

    private final InputStream in;
    private final long blocks;
    private byte[] path = new byte[0];
    private long block;
    private long count;

    /**
     * @param in buffered
     * @param archive length of the archive in bytes: no offset is beyond it
     */
    IndexDecoder(InputStream in, long archive) {
        this.in = in;
        this.blocks = archive / IndexEncoder.BLOCK;
    }

    /** Empty at the end, which has the right count. */
    Optional<IndexEntry> next() throws StoreException, IOException {
        int first = one();
        if (first == IndexEncoder.END) {
            long told = number(Long.MAX_VALUE);
            if (told != count) {
                throw damaged(count + " entries where it counts " + told);
            }
            return Optional.empty();
        }
        count++;
        return Optional.of(entry(first));
    }

    /** The same, of entries that have no end but that of the stream. */
    IndexEntry nextOfMany() throws StoreException, IOException {
        count++;
        return entry(one());
    }

    private IndexEntry entry(int bits) throws StoreException, IOException {
        boolean hardLink = (bits & IndexEncoder.HARD_LINK) != 0;
        int type = bits & 0x03;
        if ((bits & ~KNOWN_BITS) != 0 || type >= TYPES.length || hardLink && type == 0) {
            throw damaged("an entry of an unknown kind");
        }
        try {
            BytePath name = path();
            Attributes attributes = attributes();
            IndexEntry.Place place = place(hardLink);
            IndexEntry.Content content = TYPES[type] == IndexEntry.Type.FILE ? content() : null;
            ByteName target = TYPES[type] == IndexEntry.Type.SYMBOLIC_LINK ? ByteName.of(bytes()) : null;
            boolean counted = (bits & IndexEncoder.NOT_COUNTED) == 0;
            return new IndexEntry(name, TYPES[type], attributes, content, target, place, counted);
        } catch (IllegalArgumentException e) {
            throw damaged("a name that is none: " + e.getMessage());
        }
    }

    private BytePath path() throws StoreException, IOException {
        int shared = (int) number(path.length);
        byte[] rest = bytes((int) number(LONGEST - shared));
        byte[] bytes = Arrays.copyOf(path, shared + rest.length);
        System.arraycopy(rest, 0, bytes, shared, rest.length);
        path = bytes;
        return BytePath.of(bytes);
    }

    private Attributes attributes() throws StoreException, IOException {
        return new Attributes(
                (int) number(07777), number(0xffff_ffffL), number(0xffff_ffffL), new Timestamp(folded(), (int)
                        number(999_999_999)));
    }

    private IndexEntry.Place place(boolean hardLink) throws StoreException, IOException {
        block = requireIn(block + folded());
        long offset = block * IndexEncoder.BLOCK;
        if (!hardLink) {
            return IndexEntry.Place.of(offset);
        }
        BytePath firstName = BytePath.of(bytes());
        if (firstName.isRoot()) {
            throw damaged("a hard link to the tree itself");
        }
        return new IndexEntry.Place(offset, firstName, requireIn(block + folded()) * IndexEncoder.BLOCK);
    }

    private long requireIn(long place) throws StoreException {
        if (place < 0 || place >= blocks) {
            throw damaged("a place outside of the archive");
        }
        return place;
    }

    private IndexEntry.Content content() throws StoreException, IOException {
        long size = number(Long.MAX_VALUE);
        long holes = number(size);
        return new IndexEntry.Content(size, size - holes, HexFormat.of().formatHex(bytes(HASH)));
    }

    private byte[] bytes() throws StoreException, IOException {
        return bytes((int) number(LONGEST));
    }

    private byte[] bytes(int length) throws StoreException, IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw cut();
        }
        return bytes;
    }

    private long folded() throws StoreException, IOException {
        long value = any();
        return value >>> 1 ^ -(value & 1);
    }

    private long number(long most) throws StoreException, IOException {
        long value = any();
        if (value < 0 || value > most) {
            throw damaged("a number that is too large");
        }
        return value;
    }

    private long any() throws StoreException, IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = one();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("a number that does not end");
    }

    private int one() throws StoreException, IOException {
        int next = in.read();
        if (next < 0) {
            throw cut();
        }
        return next;
    }

    private static StoreException cut() {
        return damaged("no end: it is cut");
    }

    static StoreException damaged(String what) {
        return new StoreException(
                Reason.DAMAGED,
                "the index of the tree holds " + what,
                "verify the snapshot; its archive can be restored whole without the index");
    }
}
