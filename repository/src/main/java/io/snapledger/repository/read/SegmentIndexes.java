package io.snapledger.repository.read;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.SegmentIndex;
import io.snapledger.repository.format.SegmentKind;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.keys.StoreKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The indexes of the segments a snapshot needs; keeps the few that were used last. */
final class SegmentIndexes {

    private static final int KEPT = 12;

    private final SnapshotRepository repository;
    private final StoreKey key;
    private final SegmentList list;
    private final Map<SegmentId, Long> lengths = new HashMap<>();
    private final Map<SegmentId, SegmentIndex> kept = new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SegmentId, SegmentIndex> eldest) {
            return size() > KEPT;
        }
    };

    SegmentIndexes(SnapshotRepository repository, StoreKey key, SegmentList list) {
        this.repository = repository;
        this.key = key;
        this.list = list;
        list.all().forEach(segment -> lengths.put(segment.id(), segment.length()));
    }

    /**
     * The index of a segment of streams.
     *
     * @param owner as the manifest counts, 0 for the snapshot itself
     */
    synchronized SegmentIndex get(int owner, int number) {
        SegmentId id = id(owner, number);
        Long length = lengths.get(id);
        if (length == null) {
            throw new DamagedSnapshotException(
                    RepositoryLayout.segmentList(list.store(), list.snapshot(), list.attempt()),
                    "segment " + id,
                    "a list without it");
        }
        SegmentIndex index = kept.get(id);
        if (index == null) {
            index = SegmentTail.read(repository, key, SegmentKind.DATA, id, length);
            kept.put(id, index);
        }
        return index;
    }

    private SegmentId id(int owner, int number) {
        if (owner == 0) {
            return new SegmentId(list.store(), list.snapshot(), list.attempt(), number);
        }
        if (owner < 0 || owner > list.uses().size()) {
            throw new DamagedSnapshotException(
                    RepositoryLayout.segmentList(list.store(), list.snapshot(), list.attempt()),
                    "owner " + owner,
                    list.uses().size() + " owners");
        }
        SegmentList.Use use = list.uses().get(owner - 1);
        return new SegmentId(list.store(), use.snapshot(), use.attempt(), number);
    }
}
