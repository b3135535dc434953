package io.snapledger.stores.files;

import io.snapledger.stores.Options;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;

/**
 * How to restore.
 *
 * @param gitReset what {@code git reset --hard} is done to: {@code clean} the work trees that were clean when they were
 *     dumped, {@code always} all of them (edits that were not committed are lost), {@code never}; option {@code git-reset},
 *     default {@code clean}
 * @param gitCheck what a repository that {@code git fsck} finds broken means: {@code strict} ends the restore, {@code warn} is
 *     told only, {@code never} looks not at all; option {@code git-check}, default {@code strict}
 */
record RestoreOptions(String gitReset, String gitCheck) {

    static RestoreOptions of(RestoreTarget target) throws StoreException {
        Options options = Options.of(target);
        RestoreOptions parsed = new RestoreOptions(
                options.choice("git-reset", "clean", "clean", "always", "never"),
                options.choice("git-check", "strict", "strict", "warn", "never"));
        options.finish();
        return parsed;
    }
}
