package io.snapledger.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of its own (tmpfs) that can be full, made larger, and made read-only. Needs root. */
public final class SmallDisk implements AutoCloseable {

    private final Path directory;
    private final Thread hook = new Thread(this::unmount);

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Whether file systems can be mounted here; tells in one line if not. */
    public static boolean isAvailable() {
        try {
            Path directory = Files.createTempDirectory("snapledger-disk-");
            boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString())
                    .isEmpty();
            if (mounted) {
                run("umount", directory.toString());
            } else {
                System.out.println("skipped: no file system can be mounted (run as root)");
            }
            Files.delete(directory);
            return mounted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mounts an empty one; the directory is made if absent. */
    public static SmallDisk mount(Path directory, long bytes) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        require(run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", directory.toString()));
        SmallDisk disk = new SmallDisk(directory);
        Runtime.getRuntime().addShutdownHook(disk.hook);
        return disk;
    }

    public void resize(long bytes) {
        require(run("mount", "-o", "remount,size=" + bytes, directory.toString()));
    }

    public void readOnly() {
        List<String> command = List.of("mount", "-o", "remount,ro", directory.toString());
        String said = "";
        for (int i = 0; i < 500; i++) { // refused as long as a file is open for writing
            said = run(command.toArray(String[]::new));
            if (said.isEmpty()) {
                return;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        require(said);
    }

    public void writable() {
        require(run("mount", "-o", "remount,rw", directory.toString()));
    }

    private void unmount() {
        run("umount", "-l", directory.toString());
    }

    @Override
    public void close() {
        unmount();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending
        }
    }

    private static void require(String said) {
        if (!said.isEmpty()) {
            throw new IllegalStateException(said);
        }
    }

    /** Returns what it said if it failed, else nothing. */
    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : String.join(" ", command) + ": " + said.strip();
        } catch (IOException e) {
            return String.join(" ", command) + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return String.join(" ", command) + ": interrupted";
        }
    }
}
