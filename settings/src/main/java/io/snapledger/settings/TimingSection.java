package io.snapledger.settings;

import java.time.Duration;
import java.util.List;

/**
 * How long the services wait for each other, {@code snapledger.timing}.
 *
 * @param tick time between two ticks of the scheduler, by which it measures silence
 * @param heartbeat how often a dump or a restore says that it lives
 * @param deadAfter a worker that is silent for so long has lost its attempt; at least four ticks
 * @param answerWithin a sealed attempt that storage-service does not answer for so long is tried again
 * @param undecidedAfter so long after its deadline a store without an answer of storage-service is undecided
 * @param retryAfter pause after a first failure, doubled after the second
 */
public record TimingSection(
        @Setting(byDefault = "5s", least = "1ms") Duration tick,
        @Setting(byDefault = "10s", least = "1ms") Duration heartbeat,
        @Setting(byDefault = "60s", least = "1ms") Duration deadAfter,
        @Setting(byDefault = "10m", least = "1ms") Duration answerWithin,
        @Setting(byDefault = "1h", least = "1ms") Duration undecidedAfter,
        @Setting(byDefault = "15s", least = "0s") Duration retryAfter) {

    private static final String DEAD_AFTER = "dead-after";
    private static final int TICKS_OF_SILENCE = 4;

    public TimingSection {
        if (deadAfter.compareTo(tick.multipliedBy(TICKS_OF_SILENCE)) < 0) {
            throw new SettingsException(List.of(SettingProblem.of(
                    DEAD_AFTER,
                    "is " + deadAfter + " and the tick is " + tick + "; HINT: silence must last at least four ticks")));
        }
    }
}
