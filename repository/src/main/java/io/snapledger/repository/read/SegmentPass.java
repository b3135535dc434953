package io.snapledger.repository.read;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.SegmentFormat;
import io.snapledger.repository.format.SegmentIndex;
import io.snapledger.repository.format.SegmentKind;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.format.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Reads a whole segment once, from its first byte to its last. */
public final class SegmentPass {

    private static final int BUFFER = 128 << 10;

    private SegmentPass() {}

    /**
     * Length and SHA-256, for which no key is needed.
     *
     * @param progress is told the bytes read, piece by piece
     * @throws DamagedSnapshotException if the segment is missing or changed
     */
    public static void digest(SnapshotRepository repository, SegmentList.Located segment, LongConsumer progress) {
        digest(repository, segment.id(), segment.length(), segment.sha256(), null, progress);
    }

    static void digest(
            SnapshotRepository repository, SegmentId segment, long length, String sha256, MessageDigest also) {
        digest(repository, segment, length, sha256, also, bytes -> {});
    }

    private static void digest(
            SnapshotRepository repository,
            SegmentId segment,
            long length,
            String sha256,
            MessageDigest also,
            LongConsumer progress) {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        long read = 0;
        try (InputStream in = repository.segment(segment, 0, length + 1)) {
            for (int got; (got = in.readNBytes(buffer, 0, buffer.length)) > 0; read += got) {
                digest.update(buffer, 0, got);
                if (also != null) {
                    also.update(buffer, 0, got);
                }
                progress.accept(got);
            }
        } catch (ObjectMissingException e) {
            throw missing(segment, e);
        } catch (IOException e) {
            throw unreadable(segment, e);
        }
        requireWhole(segment, length, sha256, read, digest);
    }

    /**
     * Length, SHA-256 and every seal.
     *
     * @throws DamagedSnapshotException if the segment is missing or changed
     */
    static void open(
            SnapshotRepository repository,
            ChunkOpener opener,
            SegmentKind kind,
            SegmentList.Located segment,
            LongConsumer progress) {
        SegmentIndex index = SegmentTail.read(repository, opener.key(), kind, segment.id(), segment.length());
        MessageDigest digest = Sha256.digest();
        byte[] bytes = new byte[longest(index)];
        long read = 0;
        try (InputStream in = repository.segment(segment.id(), 0, segment.length() + 1)) {
            read += take(in, bytes, SegmentFormat.HEADER, digest);
            for (int chunk = 0; chunk < index.size(); chunk++) {
                int wanted = index.sealedLength(chunk);
                int got = take(in, bytes, wanted, digest);
                if (got < wanted) {
                    throw new DamagedSnapshotException(
                            RepositoryLayout.segment(segment.id()), "chunk " + chunk, "the end of the object");
                }
                opener.openSeal(kind, index, chunk, bytes, 0);
                read += got;
                progress.accept(got);
            }
            for (int got; (got = take(in, bytes, bytes.length, digest)) > 0; read += got) {
                progress.accept(got);
            }
            progress.accept(SegmentFormat.HEADER);
        } catch (ObjectMissingException e) {
            throw missing(segment.id(), e);
        } catch (IOException e) {
            throw unreadable(segment.id(), e);
        }
        requireWhole(segment.id(), segment.length(), segment.sha256(), read, digest);
    }

    private static int longest(SegmentIndex index) {
        int longest = SegmentFormat.HEADER;
        for (int chunk = 0; chunk < index.size(); chunk++) {
            longest = Math.max(longest, index.sealedLength(chunk));
        }
        return longest;
    }

    private static int take(InputStream in, byte[] into, int wanted, MessageDigest digest) throws IOException {
        int got = in.readNBytes(into, 0, wanted);
        digest.update(into, 0, got);
        return got;
    }

    private static void requireWhole(
            SegmentId segment, long length, String sha256, long foundLength, MessageDigest digest) {
        String found = Sha256.hex(digest);
        if (length != foundLength || !sha256.equals(found)) {
            throw new DamagedSnapshotException(
                    RepositoryLayout.segment(segment),
                    length + " bytes with sha256 " + sha256,
                    (foundLength > length ? "more" : foundLength) + " bytes with sha256 " + found);
        }
    }

    private static DamagedSnapshotException missing(SegmentId segment, ObjectMissingException e) {
        return new DamagedSnapshotException(RepositoryLayout.segment(segment), "a segment", "no object", e);
    }

    private static RepositoryException unreadable(SegmentId segment, IOException e) {
        return new RepositoryException.Transient(
                "repository-io", "cannot read " + RepositoryLayout.segment(segment) + ": " + e.getMessage(), e);
    }
}
