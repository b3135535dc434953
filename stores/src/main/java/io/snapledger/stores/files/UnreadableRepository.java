package io.snapledger.stores.files;

/** Why a Git directory cannot be understood as a repository: it is kept as plain files. */
final class UnreadableRepository extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableRepository(String why) {
        super(why);
    }
}
