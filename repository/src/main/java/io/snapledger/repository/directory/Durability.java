package io.snapledger.repository.directory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The calls whose order makes an object survive a power cut; a test records them. */
interface Durability {

    /** What the file holds is on the disk. */
    void syncFile(Path file) throws IOException;

    /** What the directory names is on the disk. */
    void syncDirectory(Path directory) throws IOException;

    /** Gives a file a second name; fails if the name is taken. */
    void link(Path name, Path existing) throws IOException;

    /** Gives a file another's name, all at once. */
    void rename(Path from, Path to) throws IOException;

    Durability REAL = new Durability() {
        @Override
        public void syncFile(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file)) {
                channel.force(true);
            }
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory)) {
                channel.force(true);
            }
        }

        @Override
        public void link(Path name, Path existing) throws IOException {
            Files.createLink(name, existing);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    };
}
