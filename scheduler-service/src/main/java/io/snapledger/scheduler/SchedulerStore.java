package io.snapledger.scheduler;

import io.snapledger.events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What the scheduler keeps on disk: its state, the offsets that belong to it, and effects that are not executed yet. */
public interface SchedulerStore extends AutoCloseable {

    /** The saved state; empty if there is none. */
    Optional<SchedulerState> load();

    /** The Kafka cluster that the offsets belong to. */
    Optional<String> clusterId();

    Map<TopicPartition, Long> offsets();

    /** Whether a trigger was handled, by source and id as {@code source#id}. */
    default boolean isHandled(String trigger) {
        return backupOf(trigger).isPresent();
    }

    /** The backup that a handled trigger made, or would have made; empty if it was not handled. */
    Optional<String> backupOf(String trigger);

    /** Whether there was ever a trigger for a backup, as far back as triggers are remembered. */
    boolean isKnownBackup(String backup);

    /** Saves all parts of a change in ONE transaction that is on disk when this returns. */
    void save(Change change);

    /** The oldest effects that are not executed yet. */
    List<Outgoing> outbox(int most);

    /** These effects are executed. */
    void executed(List<Outgoing> done);

    /** Forgets triggers that no copy can follow any more. */
    void forgetTriggersBefore(Instant instant);

    /** Up to which instant the due times of a plan's schedule are dealt with; empty if the schedule is another one. */
    Optional<Instant> dealtWith(String plan, String schedule);

    /** Whether the plan had any schedule before. */
    boolean hadSchedule(String plan);

    void setDealtWith(String plan, String schedule, Instant until);

    @Override
    void close();

    /**
     * One change.
     *
     * @param clusterId the Kafka cluster that was read
     * @param offsets next offsets, of the partitions that were read
     * @param before the state that is saved
     * @param after the state to save
     * @param handled triggers that were handled -> their backups
     * @param effects effects to execute, in this order
     * @param at when
     */
    record Change(
            String clusterId,
            Map<TopicPartition, Long> offsets,
            SchedulerState before,
            SchedulerState after,
            Map<String, String> handled,
            List<Outgoing> effects,
            Instant at) {}

    /**
     * An effect on its way to Kafka.
     *
     * @param sequence its place, 0 as long as it is not saved
     * @param event what to publish, or the refused trigger
     * @param refusal empty: publish; else put the event aside for this reason
     */
    record Outgoing(long sequence, Event<?> event, Optional<Refusal> refusal) {}

    /**
     * Why a trigger was refused.
     *
     * @param code constant word
     * @param message fact, values and hint
     */
    record Refusal(String code, String message) {}
}
