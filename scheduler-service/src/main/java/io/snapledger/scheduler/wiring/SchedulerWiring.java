package io.snapledger.scheduler.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.access.Token;
import io.snapledger.events.EventSeal;
import io.snapledger.events.kafka.Topics;
import io.snapledger.scheduler.ConfiguredPlans;
import io.snapledger.scheduler.Plans;
import io.snapledger.scheduler.Timing;
import io.snapledger.scheduler.TriggerGateway;
import io.snapledger.settings.Installation;
import io.snapledger.settings.TimingSection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Puts the scheduler together from the configuration, starts it with the process, and stops it. */
@ApplicationScoped
public class SchedulerWiring {

    private final RunningScheduler scheduler;
    private final Plans plans;

    SchedulerWiring(
            Installation installation,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry metrics) {
        this.plans = ConfiguredPlans.of(installation);
        this.scheduler = new RunningScheduler(setup(installation, plans, kafka), Clock.systemUTC());
        Gauge.builder("snapledger.dumps.unended", scheduler, running -> running.state()
                        .unendedDumps())
                .description("dumps that were requested and have not ended")
                .register(metrics);
        Gauge.builder("snapledger.backups.open", scheduler, running -> running.state()
                        .open()
                        .size())
                .description("backups that were planned and have not ended")
                .register(metrics);
    }

    private static RunningScheduler.Setup setup(Installation installation, Plans plans, Map<String, Object> kafka) {
        TimingSection timing = installation.timing();
        return new RunningScheduler.Setup(
                new HashMap<>(kafka),
                new Topics(installation.kafka().topicPrefix().orElse("")),
                new EventSeal(Token.ofServices(installation)::accepted),
                installation.kafka().replication(),
                installation.id(),
                plans,
                new Timing(
                        timing.tick(),
                        timing.deadAfter(),
                        timing.answerWithin(),
                        timing.undecidedAfter(),
                        timing.retryAfter()),
                installation.dataDirectory().resolve("scheduler").resolve("state.db"),
                installation.scheduler().publishTimeout());
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        scheduler.start();
    }

    void stop(@Observes ShutdownEvent event) {
        scheduler.close();
    }

    @Produces
    @Singleton
    RunningScheduler scheduler() {
        return scheduler;
    }

    @Produces
    @Singleton
    Plans plans() {
        return plans;
    }

    @Produces
    @Singleton
    TriggerGateway gateway() {
        return scheduler.gateway();
    }
}
