package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that says whose a {@link Workplace} is, what its restore is about to exchange, and whether it has done so. It is locked
 * as long as the restore lives, so that nobody takes for left what somebody works in.
 *
 * @param restoreId of the restore
 * @param target name of the directory that it restores into; of a mount point the path's last name
 * @param units what is exchanged; empty before the exchange begins
 * @param exchanged whether all of it was
 */
record RestoreMark(String restoreId, ByteName target, List<Unit> units, boolean exchanged) {

    private static final ByteName NAME = ByteName.of("restore");
    private static final String FORMAT = "snapledger restore 1";
    private static final int LONGEST = 256 << 20;

    /**
     * One thing that is put in its place whole.
     *
     * @param path relative to the tree; the root for the whole tree
     * @param device and
     * @param inode of what is new; 0 where what was there is taken away only
     */
    record Unit(BytePath path, long device, long inode) {

        static Unit of(BytePath path, Status made) {
            return new Unit(path, made.device(), made.inode());
        }

        boolean isNew(Status found) {
            return inode == found.inode() && device == found.device();
        }
    }

    RestoreMark {
        units = List.copyOf(units);
    }

    /** Writes a new mark and locks it. */
    static RegularFile create(Directory workplace, String restoreId, ByteName target) throws IOException {
        RegularFile file = workplace.create(NAME, 0600);
        file.tryLock();
        append(file, FORMAT + "\nrestore " + restoreId + "\ntarget " + target.text() + "\n");
        return file;
    }

    /** Tells what will be exchanged. */
    static void planned(RegularFile file, List<Unit> units) throws IOException {
        StringBuilder lines = new StringBuilder();
        units.forEach(unit -> lines.append("exchange " + unit.device() + " " + unit.inode() + " "
                + unit.path().text() + "\n"));
        append(file, lines + "begin\n");
    }

    /** Tells that all of it was. */
    static void done(RegularFile file) throws IOException {
        append(file, "done\n");
    }

    private static void append(RegularFile file, String lines) throws IOException {
        byte[] bytes = lines.getBytes(UTF_8);
        file.write(bytes, 0, bytes.length);
        file.sync();
    }

    /**
     * Locks the mark of a workplace.
     *
     * @return empty if a living restore holds it
     */
    static Optional<RegularFile> lock(Directory workplace) throws IOException {
        RegularFile file = workplace.file(NAME);
        if (file.tryLock()) {
            return Optional.of(file);
        }
        file.close();
        return Optional.empty();
    }

    /** Reads a mark; empty if it is none, or was cut before it was whole. */
    static Optional<RestoreMark> read(Directory workplace) {
        try {
            return parse(new String(RegularFile.readWhole(workplace, NAME, LONGEST), UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<RestoreMark> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || !lines.get(0).equals(FORMAT)) {
            return Optional.empty();
        }
        List<Unit> units = new ArrayList<>();
        for (String line : lines.subList(3, lines.size())) {
            if (line.startsWith("exchange ")) {
                String[] words = line.split(" ", 4);
                units.add(new Unit(BytePath.parse(words[3]), Long.parseLong(words[1]), Long.parseLong(words[2])));
            }
        }
        boolean begun = lines.contains("begin");
        return Optional.of(new RestoreMark(
                value(lines.get(1), "restore "),
                ByteName.parse(value(lines.get(2), "target ")),
                begun ? units : List.of(),
                lines.contains("done")));
    }

    private static String value(String line, String key) {
        if (!line.startsWith(key)) {
            throw new IllegalArgumentException("no " + key);
        }
        return line.substring(key.length());
    }
}
