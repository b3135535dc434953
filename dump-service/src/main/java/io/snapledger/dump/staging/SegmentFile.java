package io.snapledger.dump.staging;

import io.snapledger.posix.DurableFile;
import io.snapledger.repository.disk.BlockOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A segment being written. Writing ends with {@link #close}; {@link #commit} then makes it durable in the one order that is safe:
 * fsync, close, read-only, rename, fsync of the directory, journal. {@link #abandon} leaves nothing of it.
 */
public final class SegmentFile implements WritableByteChannel {

    private final StagedAttempt attempt;
    private final int number;
    private final Path target;
    private final Path temporary;
    private final Quota quota;
    private final Stall stall;
    private final BlockOutput output;
    private long taken;
    private long length;
    private boolean open = true;
    private boolean ended;

    private SegmentFile(StagedAttempt attempt, int number, Path target, long taken, BlockOutput output) {
        this.attempt = attempt;
        this.number = number;
        this.target = target;
        this.temporary = temporaryOf(target);
        this.taken = taken;
        this.quota = attempt.quota();
        this.stall = attempt.stall();
        this.output = output;
    }

    static SegmentFile create(StagedAttempt attempt, int number, Path target, long expected) throws IOException {
        attempt.quota().take(expected, attempt.stall());
        try {
            Path temporary = temporaryOf(target);
            Full.retry(attempt.quota(), attempt.stall(), () -> Files.createFile(temporary));
            return new SegmentFile(attempt, number, target, expected, BlockOutput.open(temporary));
        } catch (IOException | RuntimeException e) {
            attempt.quota().giveBack(expected);
            throw e;
        }
    }

    private static Path temporaryOf(Path target) {
        return target.resolveSibling(target.getFileName() + StagedAttempt.TEMPORARY);
    }

    /** Writes all of it; blocks while the quota is used up or the file system is full. */
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        int count = bytes.remaining();
        if (length + count > taken) {
            long more = length + count - taken;
            quota.take(more, stall);
            taken += more;
        }
        Full.retry(quota, stall, () -> output.write(bytes));
        length += count;
        return count;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Ends the writing; the file is not durable yet. */
    @Override
    public void close() {
        open = false;
    }

    /**
     * Makes the file durable: when this returns it can be announced.
     *
     * @param sha256 lower-case hex of what was written
     */
    public StagedSegment commit(String sha256) throws IOException {
        open = false;
        Full.retry(quota, stall, output::finish);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r--------"));
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncDirectory(target.getParent());
        StagedSegment segment = new StagedSegment(number, length, sha256);
        Full.retry(quota, stall, () -> attempt.journaled(segment));
        quota.giveBack(taken - length);
        ended = true;
        return segment;
    }

    /** Removes it unless it was committed. */
    public void abandon() throws IOException {
        open = false;
        if (ended) {
            return;
        }
        ended = true;
        try {
            output.close();
            Files.deleteIfExists(temporary);
            Files.deleteIfExists(target);
        } finally {
            quota.giveBack(taken);
        }
    }
}
