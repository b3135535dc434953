package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories of objects that are looked through while a Git packs what is in them. */
class LentObjectsTest {

    private static final int ROUNDS = 300;
    private static final String EMPTY = "ab".repeat(20);

    @TempDir
    Path tree;

    private Path objects;

    @BeforeEach
    void start() throws Exception {
        objects = Files.createDirectories(tree.resolve(".git/objects"));
        Files.createDirectories(objects.resolve("pack"));
        Files.createFile(Files.createDirectories(objects.resolve("ab")).resolve(EMPTY.substring(2)));
    }

    private LentObjects look() throws Exception {
        return LentObjects.of(objects, new LentObjects.Place(tree, tree));
    }

    @Test
    @Timeout(60)
    void directoriesThatVanishMeanwhileAreNothingStrangeAndTheOthersAreToldOnce() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger removed = new AtomicInteger();
        CompletableFuture<Void> packing = CompletableFuture.runAsync(() -> comeAndGo(stop, removed));
        try {
            // until both have had their share, however fast the one is beside the other
            for (int round = 0; round < ROUNDS || removed.get() <= ROUNDS; round++) {
                assertThat(packing).as("the one that packs").isNotDone();
                LentObjects found = look();
                assertThat(found.strange()).isEmpty();
                assertThat(found.empty()).containsExactly(EMPTY);
            }
        } finally {
            stop.set(true);
            packing.get();
        }
    }

    /** As a Git that writes single objects and packs them. */
    private void comeAndGo(AtomicBoolean stop, AtomicInteger removed) {
        try {
            for (int i = 0; !stop.get(); i++) {
                for (int from = 0xb0; from < 0xf0; from++) {
                    Path directory = objects.resolve(String.format("%02x", from));
                    if (i % 2 == 0) {
                        Files.createDirectory(directory);
                    } else {
                        Files.delete(directory);
                        removed.incrementAndGet();
                    }
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNoDirectoryIsStillStrange() throws Exception {
        Files.createSymbolicLink(objects.resolve("cd"), Path.of("/dev"));
        assertThat(look().strange()).contains("objects/cd' is a symbolic link");
    }
}
