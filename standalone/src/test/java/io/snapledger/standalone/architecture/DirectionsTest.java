package io.snapledger.standalone.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The directions between modules, as docs/developing.md promises them. */
class DirectionsTest {

    private static final String OURS = "io.snapledger..";

    /** What kinds of stores have in common; every other package below stores is a kind. */
    private static final String SHARED_BY_KINDS = "io.snapledger.stores.command..";

    @ParameterizedTest(name = "{0} may use {1}")
    @MethodSource("modules")
    void aModuleUsesOnlyTheModulesBelowIt(String module, List<String> allowed, String reason) {
        onlyUses(module, allowed).because(reason).check(OurClasses.ALL);
    }

    static Stream<Arguments> modules() {
        String apart =
                "a service is replaced, scaled and given credentials on its own; it meets the others in events and HTTP";
        return Stream.of(
                Arguments.of("posix", List.of(), "files are files, whatever is kept in them"),
                Arguments.of("settings", List.of(), "what is configured is known to all"),
                Arguments.of("events", List.of(), "the language is what all others share, so it may know none of them"),
                Arguments.of(
                        "stores",
                        List.of("posix", "settings", "events"),
                        "what is backed up must not know where it rests"),
                Arguments.of(
                        "repository",
                        List.of("posix", "settings", "events"),
                        "where snapshots rest must not know what they hold"),
                Arguments.of(
                        "access",
                        List.of("posix", "events", "settings"),
                        "who may call is asked in the same way by every service"),
                Arguments.of(
                        "scheduler",
                        List.of("posix", "events", "settings", "access"),
                        apart + "; the scheduler has neither bytes nor credentials"),
                Arguments.of("dump", List.of("posix", "events", "settings", "access", "stores", "repository"), apart),
                Arguments.of(
                        "storage",
                        List.of("posix", "events", "settings", "access", "repository"),
                        apart + "; storage sees ciphertext only"),
                Arguments.of(
                        "catalog",
                        List.of("posix", "events", "settings", "access", "repository"),
                        apart + "; the catalog knows facts only"),
                Arguments.of(
                        "restore", List.of("posix", "events", "settings", "access", "stores", "repository"), apart));
    }

    @Test
    void theClientUsesOfServicesOnlyThePlainCoreOfTwo() {
        noClasses()
                .that()
                .resideInAPackage("io.snapledger.cli..")
                .should()
                .dependOnClassesThat(oursBut(
                        "io.snapledger.cli..",
                        "io.snapledger.posix..",
                        "io.snapledger.settings..",
                        "io.snapledger.events..",
                        "io.snapledger.repository..",
                        "io.snapledger.stores..",
                        "io.snapledger.scheduler",
                        "io.snapledger.restore"))
                .because(
                        "a cold restore needs a repository and a key, a check of a configuration the rules of plans, and neither a service that runs")
                .check(OurClasses.ALL);
    }

    @Test
    void noStoreKindKnowsAnother() {
        slices().matching("io.snapledger.stores.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage(SHARED_BY_KINDS))
                .because("adding or removing a kind touches one package")
                .check(OurClasses.ALL);
        noClasses()
                .that(resideInAnyPackage("io.snapledger.stores", SHARED_BY_KINDS))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.snapledger.stores.*..").and(not(resideInAPackage(SHARED_BY_KINDS))))
                .because("kinds announce themselves; the contract keeps no list of them")
                .check(OurClasses.ALL);
        noClasses()
                .that(not(resideInAPackage("io.snapledger.stores..")))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.snapledger.stores.*..").and(not(resideInAPackage(SHARED_BY_KINDS))))
                .because("what a kind is and has is asked of its description")
                .check(OurClasses.ALL);
    }

    @Test
    void noBackendIsKnownToThoseWhoDecide() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.snapledger.repository",
                        "io.snapledger.repository.protocol..",
                        "io.snapledger.repository.format..",
                        "io.snapledger.repository.read..",
                        "io.snapledger.repository.write..",
                        "io.snapledger.repository.keys..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.snapledger.repository.directory..",
                        "io.snapledger.repository.s3..",
                        "io.snapledger.repository.http..")
                .because("the rules of commit, sweep and restore hold for every backend, those to come included")
                .check(OurClasses.ALL);
    }

    @Test
    void everyModuleIsUnderTheseRules() throws IOException {
        Set<String> rooms = OurClasses.ALL.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.snapledger."))
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toSet());
        Set<String> ruled = modules().map(rule -> (String) rule.get()[0]).collect(Collectors.toSet());
        ruled.addAll(List.of("cli", "standalone")); // they know all others
        assertThat(rooms).as("packages on the class path of this test").isEqualTo(ruled);
        assertThat(modulesOfTheBuild()).as("modules of the build").isEqualTo(ruled);
    }

    /** Without those that do not ship; a kind of repository is under the rules of its contract, whose package it is below. */
    private static Set<String> modulesOfTheBuild() throws IOException {
        return Pattern.compile("<module>(.*?)(-service)?</module>")
                .matcher(Files.readString(Path.of("../pom.xml")))
                .results()
                .map(module -> module.group(1))
                .filter(module ->
                        !Set.of("testkit", "benchmarks", "service-parent").contains(module))
                .map(module -> module.startsWith("repository-") ? "repository" : module)
                .collect(Collectors.toSet());
    }

    private static ArchRule onlyUses(String module, List<String> allowed) {
        String[] packages = Stream.concat(Stream.of(module), allowed.stream())
                .map(name -> "io.snapledger." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("io.snapledger." + module + "..")
                .should()
                .dependOnClassesThat(oursBut(packages));
    }

    private static DescribedPredicate<JavaClass> oursBut(String... allowed) {
        return resideInAPackage(OURS)
                .and(not(resideInAnyPackage(allowed)))
                .as("are ours and outside of %s", List.of(allowed));
    }
}
