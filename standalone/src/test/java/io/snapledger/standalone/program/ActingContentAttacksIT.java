package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
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

/** Attack list A: what is backed up or restored does not act on its own, and leads nobody anywhere. */
class ActingContentAttacksIT {

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
            operators, functions, casts and types of a database's owner     | stores/StoreEngineContract#nothingThatAStrangerPutThereActsAtAnyStep
            the same, in a database that a superuser reads with digests     | stores/PostgresqlStrangersTest#aSuperuserWhoReadsADatabaseOfTrapsSetsNoneOff
            names that are statements, escapes, commands of psql            | stores/PostgresqlUnrestorableTest#namesWithNewlinesQuotesAndPercentsComeBack
            every key of git-config that names a command                    | stores/StoreEngineContract#nothingThatAStrangerPutThereActsAtAnyStep
            a partial clone that fetches what it lacks                      | stores/RepositoriesTest#whatAPartialCloneNeverHadIsNotMissedAndNothingFetchesIt
            a publisher that a restored subscription would call             | stores/PostgresqlSwapTest#aDatabaseWithASubscriptionIsReplacedAndItsPublisherIsNotAsked
            a link put into the way of a running restore                    | stores/FilesRestoreTest#aRestoreIsNotLedAwayByWhoeverPutsLinksInItsWay
            an archive whose names or links lead out of the target          | stores/TarExtractionTest#aNameThatLeavesTheTargetIsRefused
            an archive that writes through a link                           | stores/TarExtractionTest#noFileIsWrittenThroughALink
            an archive that links to files outside                          | stores/TarExtractionTest#noHardLinkLeadsOutside
            an archive with what the engine never writes                    | stores/TarExtractionTest#whatTheEngineNeverWritesIsRefused
            a directory moved away under a walk                             | posix/DirectoryTest#whoMovesADirectoryAwayWhileSomebodyIsDeepInItLeadsHimNowhere
            a store that contains the installation's data                   | stores/ForbiddenPlacesTest#aStoreThatHoldsTheDataDirectoryIsRefusedWithTheExcludeThatHelps
            a forbidden target behind a link or a bind mount                | stores/ForbiddenPlacesTest#aBindMountOfAForbiddenPlaceIsNoWayIn
            FIFOs, devices, directories and circles in a Git directory      | stores/HostileRepositoriesTest#nothingInAGitDirectoryIsWaitedForAndTheOthersAreWhole
            anything in the place of any object of a repository             | repository/HostileRepositoryTest#everyObjectReplacedByAnythingIsRefusedByNameOrConcernsNobody
            a key file that is a FIFO, huge or open to others               | cli/ColdRestoreTest#aKeyFileThatIsNoFileOrHugeOrOpenToOthersIsRefusedWithWords
            a token file that is a FIFO or huge                             | access/TokenTest#onlyASmallRegularFileIsRead
            300,000 refs                                                    | stores/HostileRepositoriesTest#refsAreReadInATimeThatGrowsAsTheyDoAndACancelEndsIt
            bytes behind the end of an object                               | repository/BitFlipTest#appendedAndZeroedBytesAreFound
            bytes behind the end of a segment, told by a service            | storage-service/VerifySnapshotTest#aSegmentThatIsMissingCutOrLongerIsFound
            bytes behind the end of an archive                              | stores/TarExtractionTest#bytesAfterTheEndAreRefused
            a header that announces more than memory holds                  | stores/TarExtractionTest#aHugeExtendedHeaderIsNotRead
            """)
    void isProven(String attack, String proof) throws Exception {
        Proof.assertThatThereIs(proof);
    }

    @Test
    void noRestoreGoesToWhereTheMachineOrTheProgramLives() throws Exception {
        for (Path target : List.of(Path.of("/etc"), services.data, services.repository, work)) {
            String where = " --store project --to project=" + target + " --overwrite";
            assertThat(services.run(10, "restore create --from latest --dry-run" + where))
                    .contains("BLOCKED");
            services.run(10, "restore create --from latest --wait --skip-safety-snapshot" + where);
        }
        // The cold restore knows of its repository alone.
        services.run(
                10,
                "restore --from " + services.repository + " --key " + services.key + " --store project --to project="
                        + services.repository + " --overwrite --skip-safety-snapshot");
        assertThat(services.repository.resolve("decisions")).isDirectory();
    }

    @Test
    void aRefThatIsLargerThanTheMemoryEndsNoProcess() throws Exception {
        Path refs = Files.createDirectories(services.tree.resolve("odd/.git/refs/heads"));
        Files.createDirectories(services.tree.resolve("odd/.git/objects"));
        Files.writeString(services.tree.resolve("odd/.git/HEAD"), "ref: refs/heads/main\n");
        try (RandomAccessFile ref = new RandomAccessFile(refs.resolve("main").toFile(), "rw")) {
            ref.setLength(1_500L << 20);
        }
        services.run(0, "backup create --wait");
        assertThat(services.live()).isTrue();
        Files.delete(refs.resolve("main"));
    }

    @Test
    void whatIsNoFileAmongTheDecisionsIsWaitedForByNobody() throws Exception {
        Path decisions = services.repository.resolve("decisions/project");
        List<Path> odd = List.of(decisions.resolve("fifo"), decisions.resolve("endless"));
        assertThat(new ProcessBuilder("mkfifo", odd.get(0).toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(odd.get(1), Path.of("/dev/zero"));
        services.run(0, "backup create --wait");
        String list = services.run(0, "snapshot list --from " + services.repository);
        try (Stream<Path> files = Files.list(decisions)) {
            assertThat(list.lines().filter(line -> line.contains("committed")))
                    .hasSize((int) files.count() - odd.size());
        }
    }
}
