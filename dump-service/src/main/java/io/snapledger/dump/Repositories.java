package io.snapledger.dump;

import io.snapledger.repository.SnapshotRepository;

/** The repositories of the installation, as dump-service reaches them: through storage-service. */
@FunctionalInterface
public interface Repositories {

    /** Asks nothing; whether there is such a repository shows when it is used. */
    SnapshotRepository named(String repository);
}
