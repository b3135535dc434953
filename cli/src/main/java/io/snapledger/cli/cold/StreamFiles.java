package io.snapledger.cli.cold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.read.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes streams of a snapshot as plain files, for the store's own tools. A file gets its name once its last byte has proved right.
 */
public final class StreamFiles implements AutoCloseable {

    private static final int BUFFER = 256 << 10;

    private final SnapshotReader reader;

    private StreamFiles(SnapshotReader reader) {
        this.reader = reader;
    }

    /** @throws CliException wrong key, damaged, or not restorable */
    public static StreamFiles open(SnapshotRepository repository, Decision decision, KeyRing keys) {
        try {
            return new StreamFiles(SnapshotReader.open(repository, decision, keys));
        } catch (RepositoryException e) {
            throw ColdRepository.failure(e);
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    Exit.NOT_FOUND,
                    "not-found",
                    e.getMessage() + "; HINT: snapledger snapshot list --from REPOSITORY",
                    e);
        }
    }

    public List<String> names() {
        return reader.manifest().streams().stream().map(Manifest.Stream::name).toList();
    }

    /**
     * Writes one stream to a file that is not there yet.
     *
     * @return name, bytes, sha256 and file
     */
    public ObjectNode write(String name, Path file) {
        Manifest.Stream stream = stream(name);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            try {
                try (OutputStream out = Files.newOutputStream(part)) {
                    copy(name, out);
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CliException(
                    Exit.CONFLICT, "exists", file + " is there already; HINT: remove it, or name another file", e);
        } catch (IOException e) {
            throw failure(name, e);
        }
        ObjectNode written = Json.object();
        written.put("name", name).put("bytes", stream.bytes()).put("sha256", stream.sha256());
        written.put("file", file.toString());
        return written;
    }

    /** Writes every stream into a directory. */
    public List<ObjectNode> writeAll(Path directory) {
        List<ObjectNode> written = new ArrayList<>();
        for (String name : names()) {
            written.add(write(name, directory.resolve(name)));
        }
        return written;
    }

    /** Writes one stream as it is read: what stands there when this fails is not to be used. */
    public void stream(String name, OutputStream out) {
        stream(name);
        try {
            copy(name, out);
            out.flush();
        } catch (IOException e) {
            throw failure(name, e);
        }
    }

    private Manifest.Stream stream(String name) {
        return reader.manifest().stream(name)
                .orElseThrow(() -> new CliException(
                        Exit.NOT_FOUND,
                        "not-found",
                        "the snapshot has no stream '" + name + "'; HINT: one of " + String.join(", ", names())));
    }

    private void copy(String name, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = reader.stream(name)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        }
    }

    private static CliException failure(String name, IOException e) {
        if (e.getCause() instanceof DamagedSnapshotException damage) {
            return ColdRepository.failure(damage);
        }
        if (e.getCause() instanceof RepositoryException known) {
            return ColdRepository.failure(known);
        }
        return new CliException(
                Exit.FAILED, "io", "stream '" + name + "' could not be written: " + e + "; HINT: is there space?", e);
    }

    @Override
    public void close() {
        reader.close();
    }
}
