package io.snapledger.standalone.program;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attack list D: no backup is called complete that is not whole or can never be restored. */
class CompletenessAttacksTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            names that are no text, in any kind                             | stores/StoreEngineContract#namesThatAreNoTextComeBackByteForByte
            ten thousand names of random bytes, and targets of links        | stores/OddTreesTest#tenThousandNamesOfAnyBytesComeBackByteForByteAlsoByTar
            names that are no text in a database without an encoding        | stores/PostgresqlSourcesTest#namesThatAreNoTextAreCarriedByteForByte
            databases that admit nobody, templates, template1, settings     | stores/PostgresqlSourcesTest#templatesTemplate1AndSettingsOfAllRolesAreCarried
            settings and memberships of the installer's role                | stores/PostgresqlUnrestorableTest#settingsOfAllRolesAndOfTheInstallersComeBackWhereTheTargetHasNone
            what a plain role may not read                                  | stores/PostgresqlSourcesTest#aPlainBackupRoleIsToldTheStatementsThatItNeedsAndThenGetsAllButWhatIsNamed
            what pg_dump passes over                                        | stores/PostgresqlSourcesTest#whatPgDumpPassesOverIsNamed
            an invalid index                                                | cases/postgresql/invalid-index
            tables, schemas, databases called extension                     | stores/PostgresqlObstaclesTest#aTableSchemaOrDatabaseNamedExtensionIsNoExtension
            an extension with a sequence of its own                         | cases/postgresql/extension-with-sequence
            an extension bound to a database's name                         | stores/BoundExtensionTest#itsDatabaseIsMadeUnderItsOwnNameWhereThatIsFree
            no schema public, no plpgsql                                    | stores/PostgresqlUnrestorableTest#aDatabaseWithoutSchemaPublicOrWithoutItsLanguageComesBackSo
            what no restore can bring back, untold by the backup            | stores/PostgresqlSourcesTest#whatNoRestoreCouldBringBackIsAWarningOfTheBackup
            constraints that the rows violate                               | stores/PostgresqlUnrestorableTest#aCheckThatFailsAndAForeignKeyThatIsViolatedAreNotValidAndTold
            a view whose query fails                                        | stores/PostgresqlUnrestorableTest#aMaterializedViewOverAServerThatIsGoneIsLeftUnpopulatedAndTold
            a tablespace that the target lacks                              | stores/PostgresqlUnrestorableTest#tablesOfAMissingTablespaceGoToTheDefaultOneIfToldSo
            a locale that the target lacks                                  | stores/PostgresqlObstaclesTest#aMissingLocaleIsABlockerAndAnotherOneCanBeChosen
            a hard-linked file that grows                                   | stores/OddTreesTest#aFileThatGrowsBetweenTheVisitsOfItsNamesIsOneFileAgain
            a store whose path is a link                                    | stores/OddTreesTest#aStoreWhosePathIsALinkHasTheRightsOfTheDirectory
            LFS content, line ends                                          | stores/RepositoriesTest#contentThatAFilterMadeStaysContent
            edits below assume-unchanged                                    | stores/RepositoriesTest#editsThatGitIsToldNotToSeeAreKept
            objects borrowed from outside                                   | stores/RepositoriesTest#objectsBorrowedFromOutsideAreMissedAndTheirDirectoryIsNamed
            a broken ref, told at the restore only                          | stores/RepositoriesTest#aBrokenRefIsToldAtTheBackupAndBlocksTheDryRunUnlessWarnedOnly
            a work tree that still belongs to the original                  | stores/RepositoriesTest#aLinkedWorkTreeIsToldToBelongToTheOriginal
            a store that is suddenly empty, in any kind                     | stores/StoreEngineContract#anEmptyStoreIsSaidToHoldNothing
            a store that is a tenth of itself                               | dump-service/FlawedSnapshotTest#aStoreThatIsSuddenlyEmptyOrATenthOfItselfIsSuspect
            a pattern that matches nothing                                  | stores/OddTreesTest#aPatternThatMatchesNothingIsAWarning
            times before 1970, after 2262, of links                         | stores/OddTreesTest#timesBefore1970AndAfter2262ComeBackToTheNanosecondThoseOfLinksToo
            holes                                                           | stores/OddTreesTest#holesTakeNoBytesInTheArchiveAndAreHolesAgain
            a tool that says success after nothing or half                  | stores/PostgresqlEngineTest#aToolThatSaysSuccessAfterNothingOrHalfIsRefused
            a dump that is cut at any byte                                  | dump-service/DumpFaultsTest#aDumpCutAtAnyByteIsNeverCompleted
            a byte that flips between dump and restore                      | restore-service/DamagedSnapshotTest#everyFlippedByteIsFoundBeforeTheTargetChanges
            """)
    void isProven(String attack, String proof) throws Exception {
        Proof.assertThatThereIs(proof);
    }
}
