package io.snapledger.standalone.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failing seed is replayed by {@code Simulation.run(seed, Bug.NONE)}. */
class SimulationTest {

    private static final int MOST_SCHEDULES_FOR_A_BUG = 200_000;

    static Stream<Bug> bugs() {
        return Arrays.stream(Bug.values()).filter(bug -> bug != Bug.NONE);
    }

    @Test
    void nothingIsLostInAHundredThousandSchedules() {
        assertThat(firstViolation(0, 100_000)).isEmpty();
    }

    @Test
    @Tag("faults")
    void nothingIsLostInAMillionSchedules() {
        long begin = System.nanoTime();
        assertThat(firstViolation(1_000_000, 1_000_000)).isEmpty();
        System.out.printf("1000000 schedules in %.1f s%n", (System.nanoTime() - begin) / 1e9);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everyPlantedBugIsFound(Bug bug) {
        Optional<String> found = LongStream.range(0, MOST_SCHEDULES_FOR_A_BUG)
                .mapToObj(seed -> Simulation.run(seed, bug).map(violation -> "seed " + seed + ": " + violation))
                .flatMap(Optional::stream)
                .findFirst();
        assertThat(found).as("what %s breaks", bug).isPresent();
        System.out.println(bug + " -> " + found.get());
    }

    private static Optional<String> firstViolation(long from, long count) {
        return LongStream.range(from, from + count)
                .parallel()
                .mapToObj(seed -> Simulation.run(seed, Bug.NONE).map(violation -> "seed " + seed + ": " + violation))
                .flatMap(Optional::stream)
                .findAny();
    }
}
