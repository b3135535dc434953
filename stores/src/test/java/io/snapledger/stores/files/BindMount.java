package io.snapledger.stores.files;

import java.io.IOException;
import java.nio.file.Path;

/** Mounts for a test; they need root. */
final class BindMount {

    private BindMount() {}

    /** Shows a directory at another place, too; tells in one line if that is not possible. */
    static boolean bind(Path directory, Path place) throws IOException, InterruptedException {
        boolean mounted = run("mount", "--bind", directory.toString(), place.toString());
        if (!mounted) {
            System.out.println("skipped: no directory can be mounted (run as root)");
        }
        return mounted;
    }

    static void unmount(Path place) throws IOException, InterruptedException {
        run("umount", place.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
