package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The scheduler's own heart through Kafka: time passes for it only as it reads these. Internal, not part of the ledger.
 *
 * @param plan always `-`
 * @param now the scheduler's clock
 */
public record SchedulerTick(String plan, Instant now) implements EventData {
    public SchedulerTick {
        requireNonNull(plan, "plan is missing");
        requireNonNull(now, "now is missing");
    }

    @Override
    public String subject() {
        return plan;
    }

    @Override
    public String indexPart() {
        return now.toString();
    }
}
