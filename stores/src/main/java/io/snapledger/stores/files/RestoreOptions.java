package io.snapledger.stores.files;

import io.snapledger.stores.Options;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;

/**
 * How to restore.
 *
 * @param gitReset whether {@code git reset --hard} is done to work trees: {@code never} leaves them as they were dumped, byte for
 *     byte; {@code always} undoes edits that were not committed, without the filters that a repository's configuration
 *     names (a file in Git LFS becomes its pointer); {@link FilesKind#GIT_RESET}
 * @param gitCheck what a repository that {@code git fsck} finds broken means: {@code strict} ends the restore, {@code warn} is
 *     told only, {@code never} looks not at all; {@link FilesKind#GIT_CHECK}
 */
record RestoreOptions(String gitReset, String gitCheck) {

    static RestoreOptions of(RestoreTarget target) throws StoreException {
        Options options = Options.of(target, FilesKind.DESCRIPTION);
        RestoreOptions parsed = new RestoreOptions(options.get(FilesKind.GIT_RESET), options.get(FilesKind.GIT_CHECK));
        options.finish();
        return parsed;
    }
}
