package io.snapledger.testkit.scenario;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** Waits until replicas share their work: each must have joined its group before work is asked for. */
final class Replicas {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Replicas() {}

    /** @throws IllegalStateException if the group is not stable with so many members within a minute */
    static void await(String bootstrap, String group, int members) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            while (true) {
                ConsumerGroupDescription found = describe(admin, group);
                if (found.groupState() == GroupState.STABLE && found.members().size() == members) {
                    return;
                }
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("group " + group + " is " + found.groupState() + " with "
                            + found.members().size() + " members, not stable with " + members);
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private static ConsumerGroupDescription describe(Admin admin, String group) throws InterruptedException {
        try {
            return admin.describeConsumerGroups(java.util.List.of(group))
                    .describedGroups()
                    .get(group)
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("group " + group + " cannot be described", e);
        }
    }
}
