package io.snapledger.repository.read;

import io.snapledger.repository.format.SegmentFormat;
import io.snapledger.repository.format.SegmentIndex;
import io.snapledger.repository.format.SegmentKind;

/** Neighbouring chunks of a segment on their way to the reader of a stream. Used again and again. */
final class Block {

    static final int PLAIN = 1 << 20;
    static final int SEALED = PLAIN + (64 << 10);

    byte[] sealed = new byte[0];
    byte[] plain = new byte[0];
    int length;

    private SegmentIndex index;
    private int first;
    private int count;

    /** Takes as many chunks as fit, at least one; returns the number of the next. */
    int choose(SegmentIndex from, int chunk, int end) {
        index = from;
        first = chunk;
        int plainBytes = from.plainLength(chunk);
        int next = chunk + 1;
        while (next < end
                && plainBytes + from.plainLength(next) <= PLAIN
                && from.offset(next + 1) - from.offset(chunk) <= SEALED) {
            plainBytes += from.plainLength(next);
            next++;
        }
        count = next - chunk;
        sealed = sealed.length < sealedLength() ? new byte[room(sealedLength(), SEALED)] : sealed;
        plain = plain.length < plainBytes ? new byte[room(plainBytes, PLAIN)] : plain;
        return next;
    }

    private static int room(int wanted, int most) {
        return Math.min(most, Integer.highestOneBit(wanted) * 2);
    }

    int sealedLength() {
        return index.offset(first + count) - index.offset(first);
    }

    /** Makes the plaintext, or fails before any of it can be seen. */
    Block open(ChunkOpener opener) {
        int at = 0;
        for (int chunk = first; chunk < first + count; chunk++) {
            int offset = index.offset(chunk) - index.offset(first);
            at += opener.open(SegmentKind.DATA, index, chunk, sealed, offset, plain, at);
        }
        length = at;
        return this;
    }

    /** Whether the chunk can be read at all. */
    static boolean fits(SegmentIndex index, int chunk) {
        return index.plainLength(chunk) >= 0
                && index.plainLength(chunk) <= PLAIN
                && index.sealedLength(chunk) <= PLAIN + SegmentFormat.TAG;
    }
}
