package io.snapledger.stores.files;

import io.snapledger.stores.command.PrivateDirectory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Git directory of our own that stands in for a repository: refs and configuration are written by us, only the objects are the
 * repository's, lent by links to the directories that {@link LentObjects} looked through. So a Git that is asked about a stranger's
 * repository meets no configuration, hook, attribute, alternate, commit graph or submodule of his.
 */
final class StandIn implements AutoCloseable {

    private static final String CONFIG = """
            [core]
            \trepositoryformatversion = %d
            \tbare = true
            \thooksPath = /dev/null
            \tfsmonitor = false
            \tattributesFile = /dev/null
            \texcludesFile = /dev/null
            \tcommitGraph = false
            \tmultiPackIndex = false
            \tcheckStat = minimal
            \ttrustctime = false
            [protocol]
            \tallow = never
            [gc]
            \tauto = 0
            [maintenance]
            \tauto = false
            [submodule]
            \trecurse = false
            """;

    private final PrivateDirectory directory;

    private StandIn(PrivateDirectory directory) {
        this.directory = directory;
    }

    /** @param shallow content of the repository's file {@code shallow}, or empty */
    static StandIn of(PrivateDirectory directory, Refs refs, String shallow, List<Path> objects) throws IOException {
        StandIn standIn = new StandIn(directory);
        boolean isSha256 = standIn.writeRefs(refs);
        standIn.writeConfig(isSha256);
        if (!shallow.isEmpty()) {
            Files.writeString(standIn.path().resolve("shallow"), shallow);
        }
        standIn.lend(objects);
        return standIn;
    }

    Path path() {
        return directory.path();
    }

    /** Whether ids have 64 digits. */
    private boolean writeRefs(Refs refs) throws IOException {
        Files.createDirectory(path().resolve("refs"));
        Files.writeString(path().resolve("HEAD"), refs.head() + "\n");
        boolean[] isSha256 = {refs.head().length() == 64 && !refs.head().contains(":")};
        try (BufferedWriter packed = Files.newBufferedWriter(path().resolve("packed-refs"))) {
            refs.each((name, id) -> {
                isSha256[0] |= id.length() == 64;
                try {
                    packed.write(id + " " + name + "\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return isSha256[0];
    }

    private void writeConfig(boolean isSha256) throws IOException {
        String config =
                CONFIG.formatted(isSha256 ? 1 : 0) + (isSha256 ? "[extensions]\n\tobjectFormat = sha256\n" : "");
        Files.writeString(path().resolve("config"), config, StandardCharsets.UTF_8);
    }

    /** Links also to what is not there yet: a pack that is made meanwhile is found. */
    private void lend(List<Path> objects) throws IOException {
        Path own = Files.createDirectories(path().resolve("objects/info"));
        List<String> alternates = new ArrayList<>();
        for (Path theirs : objects) {
            Path lent = Files.createDirectory(path().resolve("lent-" + alternates.size()));
            Files.createSymbolicLink(lent.resolve("pack"), theirs.resolve("pack"));
            for (int i = 0; i < 256; i++) {
                String name = String.format("%02x", i);
                Files.createSymbolicLink(lent.resolve(name), theirs.resolve(name));
            }
            alternates.add(lent.toString());
        }
        Files.write(own.resolve("alternates"), alternates);
    }

    @Override
    public void close() {
        directory.close();
    }
}
