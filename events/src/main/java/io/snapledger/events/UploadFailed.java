package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * An attempt was not committed in one repository.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param repository name of the repository
 * @param attempt the attempt that lost; `-` when the snapshot was aborted without one
 * @param reason `aborted`, `segment-lost`, `lost-to-other-attempt`, `repository-full`, `repository-read-only`, `keys-missing`, `owner-gone`, `unknown-repository`
 * @param message fact, values and hint
 * @param state what the decision holds now, `NONE` if there is none
 */
public record UploadFailed(
        String backup,
        String snapshot,
        String store,
        String repository,
        String attempt,
        String reason,
        String message,
        String state)
        implements EventData {
    public UploadFailed {
        requireNonNull(backup, "backup is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(attempt, "attempt is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(message, "message is missing");
        requireNonNull(state, "state is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String attemptPart() {
        return attempt;
    }

    @Override
    public String indexPart() {
        return repository;
    }
}
