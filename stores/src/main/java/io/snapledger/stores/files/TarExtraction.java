package io.snapledger.stores.files;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Takes a tar archive apart into a directory that is ours alone. Nothing in an archive is trusted: names are checked
 * component by component, files are created exclusively, and links are made last, so that no name can lead through one.
 */
final class TarExtraction {

    private static final int BUFFER = 128 * 1024;
    private static final int MOST_ENTRIES = 50_000_000;
    private static final int DEEPEST = 1_000;
    private static final int LONGEST_NAME = 4_000;

    /** Rights and times of a directory, set when nothing is written into it any more. */
    private record Finish(Path path, int mode, int uid, int gid, FileTime modified) {}

    /** A link to be made at the end. */
    private record Link(Path path, String target, int uid, int gid) {}

    private final Path root;
    private final boolean mayChangeOwners = System.getProperty("user.name").equals("root");
    private final List<Finish> directories = new ArrayList<>();
    private final List<Link> hardLinks = new ArrayList<>();
    private final List<Link> symbolicLinks = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private boolean foreignOwners;
    private int entries;

    TarExtraction(Path root) {
        this.root = root;
    }

    /** Whether files of other owners now belong to this user, who may not give them away. */
    boolean hasForeignOwners() {
        return foreignOwners;
    }

    void extract(InputStream stream) throws StoreException, IOException {
        try {
            TarArchiveInputStream tar = new TarArchiveInputStream(stream, StandardCharsets.UTF_8.name());
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (++entries > MOST_ENTRIES) {
                    throw damaged("more than " + MOST_ENTRIES + " entries");
                }
                extract(tar, entry);
            }
            drain(stream);
        } catch (IllegalArgumentException e) {
            throw damaged("a header that cannot be read: " + e.getMessage());
        }
        for (Link link : hardLinks) { // while there is no symbolic link that they could lead through
            Files.createDirectories(link.path().getParent());
            Files.createLink(link.path(), Path.of(link.target()));
        }
        for (Link link : symbolicLinks) {
            Files.createDirectories(link.path().getParent());
            Files.createSymbolicLink(link.path(), Path.of(link.target()));
            own(link.path(), link.uid(), link.gid());
        }
        for (int i = directories.size() - 1; i >= 0; i--) {
            finish(directories.get(i));
        }
    }

    private void extract(TarArchiveInputStream tar, TarArchiveEntry entry) throws StoreException, IOException {
        Path path = checked(entry.getName());
        int mode = entry.getMode() & 07777;
        int uid = (int) entry.getLongUserId();
        int gid = (int) entry.getLongGroupId();
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            directories.add(new Finish(path, mode, uid, gid, entry.getLastModifiedTime()));
        } else if (entry.isSymbolicLink()) {
            symbolicLinks.add(new Link(path, entry.getLinkName(), uid, gid));
        } else if (entry.isLink()) {
            hardLinks.add(new Link(path, checked(entry.getLinkName()).toString(), uid, gid));
        } else if (entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM) {
            write(tar, path);
            finish(new Finish(path, mode, uid, gid, entry.getLastModifiedTime()));
        } else {
            throw damaged("'" + entry.getName() + "' of a type that the engine never writes");
        }
    }

    /** The path of a name, which may not leave the root. */
    private Path checked(String name) throws StoreException {
        String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (plain.equals(".")) {
            return root;
        }
        String[] parts = plain.split("/", -1);
        if (parts.length > DEEPEST || plain.length() > LONGEST_NAME) {
            throw damaged("a name that is too long or too deep");
        }
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
                throw damaged("the name '" + name + "', which would leave the target");
            }
        }
        return root.resolve(plain);
    }

    private void write(TarArchiveInputStream tar, Path path) throws IOException {
        Files.createDirectories(path.getParent());
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(path); // it had changed while it was dumped and comes again
        }
        try (OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
                file.write(buffer, 0, read);
            }
        }
    }

    private void finish(Finish finish) throws IOException {
        own(finish.path(), finish.uid(), finish.gid());
        Files.setAttribute(finish.path(), "unix:mode", finish.mode(), LinkOption.NOFOLLOW_LINKS);
        Files.setLastModifiedTime(finish.path(), finish.modified());
    }

    /** Before the mode: a change of owner takes set-uid away. */
    private void own(Path path, int uid, int gid) throws IOException {
        if (mayChangeOwners) {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        } else if (!foreignOwners) {
            foreignOwners = !Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(uid);
        }
    }

    /** What follows the end of the archive is padding, to the last byte. */
    private void drain(InputStream stream) throws StoreException, IOException {
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] != 0) {
                    throw damaged("bytes after its end");
                }
            }
        }
    }

    private static StoreException damaged(String what) {
        return new StoreException(
                Reason.DAMAGED, "the archive holds " + what, "the target was left as it was; verify the snapshot");
    }
}
