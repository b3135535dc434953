package io.snapledger.repository.write;

import io.snapledger.repository.format.SegmentList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which of the base's segments are referred to. Owners are numbered from 1 in the order of their first use. For one thread. */
final class UsedOwners {

    private final BaseIndex base;
    private final int[] numbers;
    private final List<Integer> inOrder = new ArrayList<>();
    private final List<BitSet> segments = new ArrayList<>();

    UsedOwners(BaseIndex base) {
        this.base = base;
        this.numbers = new int[base.owners().size() + 1];
    }

    /**
     * Notes a use.
     *
     * @param baseOwner as the base's index counts, 0 for the snapshot itself
     * @return the owner as the manifest counts
     */
    int use(int baseOwner, int segment) {
        if (baseOwner == 0) {
            return 0;
        }
        if (numbers[baseOwner] == 0) {
            inOrder.add(baseOwner);
            segments.add(new BitSet());
            numbers[baseOwner] = inOrder.size();
        }
        segments.get(numbers[baseOwner] - 1).set(segment);
        return numbers[baseOwner];
    }

    /** What the segment list says of owners. */
    List<SegmentList.Use> uses() {
        List<SegmentList.Use> uses = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i++) {
            SegmentList.Use all = base.owners().get(inOrder.get(i) - 1);
            BitSet used = segments.get(i);
            uses.add(new SegmentList.Use(
                    all.snapshot(),
                    all.attempt(),
                    all.segments().stream()
                            .filter(entry -> used.get(entry.number()))
                            .toList()));
        }
        return uses;
    }
}
