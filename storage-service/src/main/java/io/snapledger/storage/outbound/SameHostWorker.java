package io.snapledger.storage.outbound;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.SnapshotId;
import io.snapledger.storage.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A worker whose staging directory is on this host: a directory repository can link its files or copy them inside the
 * kernel. What is not found there, and every acknowledgement, goes to the worker itself. The layout is
 * {@code <snapshot>/<attempt>/<number>.segment} and {@code list}.
 */
public final class SameHostWorker implements Worker {

    private final Path staging;
    private final Worker remote;

    public SameHostWorker(Path staging, Worker remote) {
        this.staging = staging;
        this.remote = remote;
    }

    @Override
    public String id() {
        return remote.id();
    }

    @Override
    public ObjectSource segment(SnapshotId snapshot, AttemptId attempt, int number, long length, String sha256) {
        Path file = attemptDirectory(snapshot, attempt).resolve(number + ".segment");
        return isThere(file)
                ? ObjectSource.file(file, length, sha256)
                : remote.segment(snapshot, attempt, number, length, sha256);
    }

    @Override
    public ObjectSource list(SnapshotId snapshot, AttemptId attempt, long length, String sha256) {
        Path file = attemptDirectory(snapshot, attempt).resolve("list");
        return isThere(file) ? ObjectSource.file(file, length, sha256) : remote.list(snapshot, attempt, length, sha256);
    }

    @Override
    public boolean holds(SnapshotId snapshot, AttemptId attempt, int number, long length) throws IOException {
        return isThere(attemptDirectory(snapshot, attempt).resolve(number + ".segment"), length)
                || remote.holds(snapshot, attempt, number, length);
    }

    @Override
    public boolean holdsList(SnapshotId snapshot, AttemptId attempt, long length) throws IOException {
        return isThere(attemptDirectory(snapshot, attempt).resolve("list"), length)
                || remote.holdsList(snapshot, attempt, length);
    }

    private static boolean isThere(Path file, long length) throws IOException {
        return isThere(file) && Files.size(file) == length;
    }

    @Override
    public void acknowledge(SnapshotId snapshot, AttemptId attempt, int number) throws IOException {
        remote.acknowledge(snapshot, attempt, number);
    }

    private Path attemptDirectory(SnapshotId snapshot, AttemptId attempt) {
        return staging.resolve(snapshot.value()).resolve(attempt.toString());
    }

    private static boolean isThere(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
