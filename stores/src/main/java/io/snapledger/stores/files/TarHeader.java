package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snapledger.posix.BytePath;
import io.snapledger.posix.Status;
import io.snapledger.posix.Timestamp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One header of an archive, and the records of the extended header before it: what does not fit in the fields of a header. */
final class TarHeader {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final long LARGEST_ID = 07777777;
    private static final long LARGEST_NUMBER = 077777777777L;

    private static final Status NOBODY =
            new Status(Status.Type.OTHER, 0644, 0, 0, 0, 0, 1, 0, 0, 0, new Timestamp(0, 0), new Timestamp(0, 0));

    private final byte[] block = new byte[BLOCK];
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private boolean isBinary;

    private TarHeader(char type, Status status, long size) {
        block[156] = (byte) type;
        text(257, "ustar\00000");
        number(100, 8, status.mode());
        id(108, "uid", status.owner());
        id(116, "gid", status.group());
        if (size > LARGEST_NUMBER) {
            record("size", Long.toString(size));
        }
        number(124, 12, Math.min(size, LARGEST_NUMBER));
        time(status.modified());
    }

    static TarHeader directory(TreeEntry entry) {
        TarHeader header = new TarHeader('5', entry.status(), 0);
        byte[] path = entry.path().isRoot() ? new byte[] {'.'} : entry.path().bytes();
        byte[] name = Arrays.copyOf(path, path.length + 1);
        name[path.length] = '/';
        return header.name(0, "path", name).sealed();
    }

    /** A symbolic or a hard link. */
    static TarHeader link(char type, TreeEntry entry, byte[] target) {
        TarHeader header = new TarHeader(type, entry.status(), 0);
        return header.name(0, "path", entry.path().bytes())
                .name(157, "linkpath", target)
                .sealed();
    }

    static TarHeader file(BytePath path, Status status, long size) {
        return new TarHeader('0', status, size).name(0, "path", path.bytes()).sealed();
    }

    /** @param size of the file, holes included @param stored what of it follows, with its map */
    static TarHeader sparse(BytePath path, Status status, long size, long stored) {
        TarHeader header = new TarHeader('0', status, stored);
        header.record("GNU.sparse.major", "1");
        header.record("GNU.sparse.minor", "0");
        header.binary(path.bytes());
        header.record("GNU.sparse.name", path.bytes());
        header.record("GNU.sparse.realsize", Long.toString(size));
        header.text(0, "GNUSparseFile.0/sparse"); // what a tar that does not know holes makes of it
        return header.sealed();
    }

    /** The header of an extended header. */
    static byte[] extended(int length) {
        TarHeader header = new TarHeader('x', NOBODY, length);
        header.text(0, "PaxHeaders/x");
        return header.sealed().block;
    }

    byte[] block() {
        return block;
    }

    /** Empty if the header says it all. */
    byte[] records() {
        if (!isBinary) {
            return records.toByteArray();
        }
        byte[] binary = line("hdrcharset", "BINARY".getBytes(US_ASCII)); // pax wants it before what it is about
        byte[] others = records.toByteArray();
        byte[] all = Arrays.copyOf(binary, binary.length + others.length);
        System.arraycopy(others, 0, all, binary.length, others.length);
        return all;
    }

    private TarHeader name(int at, String key, byte[] name) {
        System.arraycopy(name, 0, block, at, Math.min(name.length, LONGEST_NAME));
        if (name.length > LONGEST_NAME || !isAscii(name)) {
            binary(name);
            record(key, name);
        }
        return this;
    }

    private void binary(byte[] name) {
        isBinary |= !isAscii(name) && !isUtf8(name);
    }

    private static boolean isUtf8(byte[] name) {
        return Arrays.equals(new String(name, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), name);
    }

    private static boolean isAscii(byte[] name) {
        for (byte each : name) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private void id(int at, String key, long id) {
        if (id > LARGEST_ID) {
            record(key, Long.toString(id));
        }
        number(at, 8, Math.min(id, LARGEST_ID));
    }

    private void time(Timestamp time) {
        boolean fits = time.seconds() >= 0 && time.seconds() <= LARGEST_NUMBER;
        if (!fits || time.nanos() != 0) {
            record("mtime", decimal(time));
        }
        number(136, 12, fits ? time.seconds() : 0);
    }

    /** A negative time counts its fraction backward: half a second before 1970 is -0.5. */
    private static String decimal(Timestamp time) {
        if (time.nanos() == 0) {
            return Long.toString(time.seconds());
        }
        return time.seconds() >= 0
                ? time.seconds() + fraction(time.nanos())
                : "-" + -(time.seconds() + 1) + fraction(1_000_000_000 - time.nanos());
    }

    private static String fraction(int nanos) {
        return "." + Integer.toString(1_000_000_000 + nanos).substring(1);
    }

    private void record(String key, String value) {
        record(key, value.getBytes(US_ASCII));
    }

    private void record(String key, byte[] value) {
        records.writeBytes(line(key, value));
    }

    /** A record begins with its own length. */
    private static byte[] line(String key, byte[] value) {
        int rest = key.length() + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        byte[] head = (length + " " + key + "=").getBytes(US_ASCII);
        byte[] line = Arrays.copyOf(head, length);
        System.arraycopy(value, 0, line, head.length, value.length);
        line[length - 1] = '\n';
        return line;
    }

    private void text(int at, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private void number(int at, int length, long value) {
        String digits = Long.toOctalString(value);
        text(at, "0".repeat(length - 1 - digits.length()) + digits);
    }

    private TarHeader sealed() {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        number(148, 7, sum);
        return this;
    }
}
