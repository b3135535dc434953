package io.snapledger.standalone.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

/** Rules for the inside of the modules. */
class HabitsTest {

    private static final String[] FRAMEWORK = {
        "io.quarkus..", "io.smallrye..", "jakarta..", "org.eclipse.microprofile..", "io.micrometer..", "org.jboss.."
    };

    @Test
    void quarkusStaysAtTheRim() {
        noClasses()
                .that(resideInAnyPackage(
                                "io.snapledger.events..",
                                "io.snapledger.access..",
                                "io.snapledger.posix..",
                                "io.snapledger.stores..",
                                "io.snapledger.repository..",
                                "io.snapledger.scheduler..",
                                "io.snapledger.dump..",
                                "io.snapledger.storage..",
                                "io.snapledger.catalog..",
                                "io.snapledger.restore..")
                        .and(not(resideInAnyPackage("..inbound..", "..outbound..", "..wiring.."))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORK)
                .because("the story of a service is plain Java, tested without a container")
                .check(OurClasses.ALL);
    }

    @Test
    void timeIsAnArgument() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .because(
                        "a clock is injected: deadlines, retention and daylight saving are tested with a clock of the test")
                .check(OurClasses.ALL);
    }

    @Test
    void toolsAreRunInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.snapledger.stores.command..", "io.snapledger.benchmarks..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .because("one runner sees to it that no tool, descriptor or secret outlives its attempt")
                .check(OurClasses.ALL);
    }

    @Test
    void theBrokersInnerClassesAreNamedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.snapledger.events.broker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "kafka..",
                        "org.apache.kafka.metadata..",
                        "org.apache.kafka.server..",
                        "org.apache.kafka.raft..")
                .because("Kafka does not promise to keep them")
                .check(OurClasses.ALL);
    }

    @Test
    void aConfigurationIsReadInOnePlace() {
        noClasses()
                .that(not(resideInAnyPackage("io.snapledger.settings.."))
                        .and(not(simpleName("StoresResource")))) // which file a store comes from
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io\\.smallrye\\.config\\..*|org\\.eclipse\\.microprofile\\.config\\.Config(Provider|Value)?")
                .because("each setting has one name, one default, one range, and a line in the reference")
                .check(OurClasses.ALL);
    }

    @Test
    void cryptographyIsDoneInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.snapledger.repository.keys..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..")
                .because("keys are wrapped by one small package that can be reviewed alone")
                .check(OurClasses.ALL);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Base)")
                .because("such names gather whatever has found no home")
                .check(OurClasses.ALL);
    }
}
