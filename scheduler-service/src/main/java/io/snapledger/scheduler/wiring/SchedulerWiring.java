package io.snapledger.scheduler.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.access.Token;
import io.snapledger.events.EventSeal;
import io.snapledger.events.kafka.Topics;
import io.snapledger.scheduler.Plans;
import io.snapledger.scheduler.Timing;
import io.snapledger.scheduler.TriggerGateway;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Puts the scheduler together from the configuration, starts it with the process, and stops it. */
@ApplicationScoped
public class SchedulerWiring {

    private final RunningScheduler scheduler;
    private final Plans plans;

    SchedulerWiring(
            Config config,
            PlansConfig plansConfig,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry metrics) {
        this.plans = new ConfiguredPlans(config).plans(plansConfig);
        this.scheduler = new RunningScheduler(setup(config, plans, kafka), Clock.systemUTC());
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

    private static RunningScheduler.Setup setup(Config config, Plans plans, Map<String, Object> kafka) {
        String installation = config.getOptionalValue("snapledger.installation", String.class)
                .orElseThrow(() -> new IllegalStateException("snapledger.installation is missing; choose an id for this"
                        + " installation once, e.g. with uuidgen, and never change it"));
        String data = config.getOptionalValue("snapledger.data-directory", String.class)
                .orElse("data");
        return new RunningScheduler.Setup(
                new HashMap<>(kafka),
                new Topics(config.getOptionalValue("snapledger.kafka.topic-prefix", String.class)
                        .orElse("")),
                new EventSeal(Token.ofServices(name -> config.getOptionalValue(name, String.class))::accepted),
                config.getOptionalValue("snapledger.scheduler.topic-replication", Short.class)
                        .orElse((short) 1),
                installation,
                plans,
                timing(config),
                Path.of(data, "scheduler", "state.db"),
                duration(config, "snapledger.scheduler.publish-timeout", Duration.ofSeconds(10)));
    }

    private static Timing timing(Config config) {
        return new Timing(
                duration(config, "snapledger.timing.tick", Timing.DEFAULT.tick()),
                duration(config, "snapledger.timing.dead-after", Timing.DEFAULT.deadAfter()),
                duration(config, "snapledger.timing.answer-within", Timing.DEFAULT.answerWithin()),
                duration(config, "snapledger.timing.undecided-after", Timing.DEFAULT.undecidedAfter()),
                duration(config, "snapledger.timing.retry-after", Timing.DEFAULT.retryAfter()));
    }

    private static Duration duration(Config config, String name, Duration otherwise) {
        return config.getOptionalValue(name, Duration.class).orElse(otherwise);
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
