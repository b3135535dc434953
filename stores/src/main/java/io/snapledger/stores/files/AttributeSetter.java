package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Status;
import io.snapledger.stores.files.TarEntry.Attributes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** Gives what was made its owner, then its rights, since a change of owner takes set-uid away, then its time. */
final class AttributeSetter {

    private boolean mayChangeOwners = true;
    private long foreign;

    /** How many things belong to this user although the snapshot says otherwise, since only root may give them away. */
    long foreign() {
        return foreign;
    }

    void set(RegularFile file, Attributes attributes) throws IOException {
        own(() -> file.setOwner(attributes.owner(), attributes.group()), file::status, attributes);
        file.setMode(attributes.mode());
        file.setTimes(attributes.modified());
    }

    void set(Directory directory, Attributes attributes) throws IOException {
        own(() -> directory.setOwner(attributes.owner(), attributes.group()), directory::status, attributes);
        directory.setMode(attributes.mode());
        directory.setTimes(attributes.modified());
    }

    /** Of a symbolic link, which has no rights of its own. */
    void setLink(Directory directory, ByteName name, Attributes attributes) throws IOException {
        own(
                () -> directory.setOwner(name, attributes.owner(), attributes.group()),
                () -> directory.status(name),
                attributes);
        directory.setTimes(name, attributes.modified());
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    @FunctionalInterface
    private interface Look {
        Status now() throws IOException;
    }

    private void own(Change change, Look look, Attributes wanted) throws IOException {
        if (mayChangeOwners) {
            try {
                change.make();
                return;
            } catch (AccessDeniedException e) {
                mayChangeOwners = false; // nor the next one
            }
        }
        Status now = look.now();
        if (now.owner() == wanted.owner() && now.group() != wanted.group()) {
            try {
                change.make(); // a user may give it to his own groups
                return;
            } catch (AccessDeniedException e) {
                // told below
            }
        }
        if (now.owner() != wanted.owner() || now.group() != wanted.group()) {
            foreign++;
        }
    }
}
