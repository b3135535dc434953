package io.snapledger.settings;

import java.time.Duration;

/**
 * What is special to scheduler-service, {@code snapledger.scheduler}.
 *
 * @param publishTimeout how long Kafka may take to acknowledge a trigger; then {@code 503} with {@code Retry-After}
 */
public record SchedulerSection(
        @Setting(byDefault = "10s", least = "1ms") Duration publishTimeout) {}
