package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attack list C: one bad thing does not stop everything else. */
class OneBadThingAttacksIT {

    @TempDir
    static Path work;

    private static RunningServices services;

    @BeforeAll
    static void start() throws Exception {
        services = new RunningServices(work);
        Files.writeString(services.tree.resolve("file"), "content");
        services.run(0, "backup create --wait");
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            anything unreadable in a store of any kind                      | stores/StoreEngineContract#oneBadThingIsNamedAndTheOthersAreThere
            a Git directory that this Git cannot read                       | stores/HostileRepositoriesTest#oneThatCannotBeUnderstoodIsKeptAsPlainFilesAndTheRestGoesOn
            a file that the system does not let us read                     | stores/OddTreesTest#whatCannotBeReadIsMissedWithItsReasonAndTheRestIsThere
            a path longer than PATH_MAX                                     | cases/files/deep-paths
            five thousand levels of directories                             | stores/OddTreesTest#fiveThousandLevelsComeBack
            ten thousand strays among the decisions                         | repository/StrayObjectsTest#tenThousandStraysAreCountedNotListed
            a name of a stray that is no text                               | repository/StrayObjectsTest#aNameThatIsNoTextHidesNoDecision
            one rotten decision                                             | repository/UnreadableDecisionTest#oneRottenDecisionHidesNoOther
            one rotten decision, and a cold list                            | cli/ColdRestoreTest#oneDamagedDecisionIsNamedAndTheOthersAreListed
            one rotten decision, and a restore                              | restore-service/RestorePlannerTest#aDecisionThatCannotBeReadHidesNoOtherAndIsNotTakenForAbsent
            a database left invalid, or closed, at the source               | stores/PostgresqlSourcesTest#whatIsInvalidOrClosedIsMissedAndTheOthersAreDumped
            a database left invalid at the target                           | stores/PostgresqlSwapTest#aPreparedTransactionAndAnInvalidDatabaseBlockOnlyTheRestoreOverThem
            a database that fails while others do not                       | stores/PostgresqlSourcesTest#aDatabaseThatFailsIsMissedWithItsReasonAndTheOthersAreDumped
            a partition dropped, a table truncated during the dump          | stores/PostgresqlSourcesTest#rowsThatAreTruncatedOrDroppedWhileTheDumpRunsAreCountedAsTheArchiveHasThem
            DDL that waits for the dump                                     | cases/postgresql/lock-queue-stall
            more tables than the server's lock table holds                  | stores/PostgresqlSourcesTest#tablesAreReadOnceAndLockedByPgDumpAlone
            an idle session that the server ends during a restore           | cases/postgresql/idle-session-timeout
            a client that comes back while its database is replaced         | stores/PostgresqlSwapTest#aDatabaseIsReplacedHoweverEagerlyClientsComeBackAndIsNeverClosed
            an event that nobody can read                                   | events/LedgerReaderTest#anUnreadableRecordGoesToTheDeadLettersAndTheRestFlowsOn
            a record of a restore that cannot be read                       | restore-service/RestoreDeskCrashTest#aRecordThatCannotBeReadKeepsNoOtherRestoreFromGoingOn
            a second repository that is away                                | storage-service/CommitTroubleTest#aSecondRepositoryThatIsAwayDoesNotHoldUpTheFirstAndKeepsTheStaging
            """)
    void isProven(String attack, String proof) throws Exception {
        Proof.assertThatThereIs(proof);
    }

    @Test
    void straysAndADamagedDecisionStopNeitherBackupNorRestoreNorList() throws Exception {
        Path decisions = services.repository.resolve("decisions");
        Path damaged = only(decisions.resolve("project"));
        for (Path place : List.of(decisions, decisions.resolve("project"))) {
            Files.writeString(place.resolve("Thumbs.db"), "stray");
        }
        services.run(0, "backup create --wait");
        Files.writeString(damaged, "rotten");
        services.run(0, "backup create --wait");
        services.run(0, "restore create --from latest --store project --to project=" + work + "/warm --wait");
        assertThat(work.resolve("warm/file")).hasContent("content");
        services.run(
                0,
                "restore --from " + services.repository + " --key " + services.key + " --store project --to project="
                        + work + "/cold");
        assertThat(work.resolve("cold/file")).hasContent("content");
        String list = services.run(8, "snapshot list --from " + services.repository);
        assertThat(list.lines().filter(line -> line.contains("committed"))).hasSize(2);
        assertThat(list).contains(damaged.getFileName().toString());
    }

    private static Path only(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
