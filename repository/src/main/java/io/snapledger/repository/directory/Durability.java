package io.snapledger.repository.directory;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import java.io.IOException;

/** The calls whose order makes an object survive a power cut; a test records them. */
interface Durability {

    /** What the file holds is on the disk. */
    void syncFile(RegularFile file) throws IOException;

    /** What the directory names is on the disk. */
    void syncDirectory(Directory directory) throws IOException;

    /** Gives a file a second name; fails if the name is taken. */
    void link(Directory directory, ByteName name, Directory fromDirectory, ByteName from) throws IOException;

    /** Gives a file another's name, all at once. */
    void rename(Directory fromDirectory, ByteName from, Directory directory, ByteName name) throws IOException;

    Durability REAL = new Durability() {
        @Override
        public void syncFile(RegularFile file) throws IOException {
            file.sync();
        }

        @Override
        public void syncDirectory(Directory directory) throws IOException {
            directory.sync();
        }

        @Override
        public void link(Directory directory, ByteName name, Directory fromDirectory, ByteName from)
                throws IOException {
            directory.hardLink(name, fromDirectory, from);
        }

        @Override
        public void rename(Directory fromDirectory, ByteName from, Directory directory, ByteName name)
                throws IOException {
            fromDirectory.rename(from, directory, name, Directory.Collision.REPLACE);
        }
    };
}
