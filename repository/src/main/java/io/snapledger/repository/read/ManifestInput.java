package io.snapledger.repository.read;

import io.snapledger.events.SealedContent;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.SegmentIndex;
import io.snapledger.repository.format.SegmentKind;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The text of the manifest: all chunks of its segments, in order. */
final class ManifestInput extends InputStream {

    private final SnapshotRepository repository;
    private final Decision.Subject subject;
    private final SealedContent content;
    private final SegmentList list;
    private final StoreKey key;
    private final ChunkOpener opener;
    private byte[] piece = new byte[0];

    private int number;
    private SegmentIndex index;
    private int chunk;
    private int position;
    private int limit;

    ManifestInput(
            SnapshotRepository repository,
            Decision.Subject subject,
            SealedContent content,
            SegmentList list,
            StoreKey key) {
        this.repository = repository;
        this.subject = subject;
        this.content = content;
        this.list = list;
        this.key = key;
        this.opener = new ChunkOpener(key);
        this.number = content.manifest().first() - 1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        while (position == limit) {
            if (!next()) {
                return -1;
            }
        }
        int now = Math.min(length, limit - position);
        System.arraycopy(piece, position, bytes, offset, now);
        position += now;
        return now;
    }

    private boolean next() {
        while (index == null || chunk == index.size()) {
            if (number == list.own().size()) {
                return false;
            }
            SegmentList.Entry entry = list.own().get(number++);
            SegmentId id = new SegmentId(subject.store(), subject.snapshot(), AttemptId.of(content), entry.number());
            index = SegmentTail.read(repository, key, SegmentKind.MANIFEST, id, entry.length());
            chunk = 0;
        }
        int sealedLength = index.sealedLength(chunk);
        int plainLength = Math.min(Math.max(index.plainLength(chunk), 0), ChunkOpener.MOST);
        piece = piece.length < plainLength ? new byte[plainLength] : piece;
        byte[] sealed = SegmentTail.range(
                repository, index.segment(), index.offset(index.size()), index.offset(chunk), sealedLength);
        limit = opener.open(SegmentKind.MANIFEST, index, chunk, sealed, 0, piece, 0);
        position = 0;
        chunk++;
        return true;
    }

    @Override
    public void close() {
        opener.close();
    }
}
