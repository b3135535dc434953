package io.snapledger.stores.files;

import io.snapledger.stores.Options;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;

/**
 * How to restore.
 *
 * @param gitReset whether {@code git reset --hard} is done to work trees: {@code never} leaves them as they were dumped, byte for
 *     byte; {@code always} undoes edits that were not committed, without the filters that a repository's configuration
 *     names (a file in Git LFS becomes its pointer); option {@code git-reset}, default {@code never}
 * @param gitCheck what a repository that {@code git fsck} finds broken means: {@code strict} ends the restore, {@code warn} is
 *     told only, {@code never} looks not at all; option {@code git-check}, default {@code strict}
 */
record RestoreOptions(String gitReset, String gitCheck) {

    static RestoreOptions of(RestoreTarget target) throws StoreException {
        Options options = Options.of(target);
        RestoreOptions parsed = new RestoreOptions(
                options.choice("git-reset", "never", "never", "always"),
                options.choice("git-check", "strict", "strict", "warn", "never"));
        options.finish();
        return parsed;
    }
}
