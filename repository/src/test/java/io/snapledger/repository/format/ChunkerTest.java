package io.snapledger.repository.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.Samples;
import io.snapledger.repository.keys.StoreKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChunkerTest {

    private static final ChunkSizes SIZES = new ChunkSizes(256, 1024, 4096);

    private final Chunker chunker = new Chunker(StoreKey.of(new byte[32]).gear(), SIZES);

    @Property(tries = 200)
    void chunksOneAfterTheOtherAreTheStream(@ForAll @IntRange(max = 60_000) int length, @ForAll long seed) {
        byte[] stream = stream(length, seed);

        List<Integer> borders = borders(stream);

        assertThat(borders.get(borders.size() - 1)).isEqualTo(length);
        assertThat(borders).isSorted().doesNotHaveDuplicates();
    }

    @Property(tries = 200)
    void everyChunkKeepsTheBounds(@ForAll @IntRange(min = 1, max = 60_000) int length, @ForAll long seed) {
        List<Integer> borders = borders(stream(length, seed));

        int start = 0;
        for (int i = 0; i < borders.size(); i++) {
            int size = borders.get(i) - start;
            assertThat(size).isLessThanOrEqualTo(SIZES.max());
            if (i < borders.size() - 1) {
                assertThat(size).isGreaterThanOrEqualTo(SIZES.min());
            }
            start = borders.get(i);
        }
    }

    @Property(tries = 100)
    void anInsertionMovesFewBorders(
            @ForAll @IntRange(max = 99_000) int where, @ForAll @IntRange(min = 1, max = 300) int many) {
        byte[] before = Samples.noise(100_000, 7);
        byte[] after = new byte[before.length + many];
        System.arraycopy(before, 0, after, 0, where);
        System.arraycopy(Samples.noise(many, where), 0, after, where, many);
        System.arraycopy(before, where, after, where + many, before.length - where);

        Set<Integer> moved = new HashSet<>();
        borders(before).forEach(border -> moved.add(border < where ? border : border + many));
        List<Integer> found = borders(after);
        moved.retainAll(found);

        assertThat(found.size() - moved.size()).isLessThanOrEqualTo(25);
        assertThat(moved).hasSizeGreaterThan(30);
    }

    @Property(tries = 100)
    void bordersDoNotDependOnHowMuchIsKnown(@ForAll @IntRange(min = 4096, max = 20_000) int known, @ForAll long seed) {
        byte[] stream = stream(20_000, seed);

        assertThat(chunker.cut(stream, 0, known)).isEqualTo(chunker.cut(stream, 0, stream.length));
    }

    @Property(tries = 50)
    void lessThanAChunkIsNotCutEarly(@ForAll @IntRange(max = 255) int length) {
        assertThat(chunker.cut(Samples.noise(255, length), 0, length)).isEqualTo(-1);
    }

    private static byte[] stream(int length, long seed) {
        return seed % 3 == 0
                ? new byte[length]
                : seed % 3 == 1 ? Samples.text(length, seed) : Samples.noise(length, seed);
    }

    private List<Integer> borders(byte[] stream) {
        List<Integer> borders = new ArrayList<>();
        int start = 0;
        do {
            int end = chunker.cut(stream, start, stream.length);
            start = end < 0 ? stream.length : end;
            borders.add(start);
        } while (start < stream.length);
        return borders;
    }
}
