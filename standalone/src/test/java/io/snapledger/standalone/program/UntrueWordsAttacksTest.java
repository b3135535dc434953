package io.snapledger.standalone.program;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attack list E: what the program says is true. */
class UntrueWordsAttacksTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a failed restore that says the target was not changed           | stores/StoreTroubleContract#whatIsNotWhatTheEvidenceSaysIsNotSwappedIn
            a killed restore whose leftovers nobody tells                   | stores/StoreTroubleContract#aRestoreKilledInTheMiddleIsToldAndIsWipedByTheNextTry
            a target that does not answer after the failure                 | restore-service/RestoreDeskTest#ofATargetThatDoesNotAnswerAfterTheFailureNothingIsClaimed
            a volume mounted below the target                               | stores/FilesRestoreTest#aVolumeMountedBelowTheTargetIsABlockerThatNamesItAndKeepsItsData
            a mounted directory as target                                   | stores/FilesRestoreTest#aTargetThatIsABindMountIsRestoredIntoAsTheDryRunSays
            a full target told as damage                                    | stores/FilesRestoreTest#aTargetThatRunsFullIsToldAsThatWithWhatIsNeededAndFreeAndIsLeftAsItWas
            what a killed cold restore left                                 | stores/FilesRestoreTest#whatARestoreOfAnotherSnapshotLeftIsGoneAfterTheNextOne
            a safety snapshot as latest                                     | restore-service/SnapshotSelectionTest#latestIsNeverTheSafetySnapshotOfARestore
            a safety snapshot as latest after the machine burnt             | cases/postgresql/cold-restore-and-safety-snapshot
            a safety snapshot that nobody names                             | restore-service/RestoreDeskTest#theSafetySnapshotOfARestoreIsNamed
            a backup of one store as the plan's                             | cli/StatusTest#aBackupOfSomeStoresOrOneThatMissesSomethingIsNotThePlansCompleteOne
            a suspect backup as latest                                      | restore-service/SnapshotSelectionTest#aSuspectBackupIsLatestOnlyWhereThereIsNoOther
            another reason than the true one                                | stores/PostgresqlSourcesTest#theTrueReasonIsToldWhereRowsAreNotForThisRole
            an exception of what followed instead of the first cause        | stores/StoreTroubleContract#aFailingSinkEndsTheDumpWithItsOwnExceptionWhereverItFails
            a deadline told as a failure of a tool                          | stores/StoreTroubleContract#aDumpWhoseTimeRunsOutSaysSo
            a blocked restore told as a dry run                             | cli/ColdRestoreTest#aTargetThatHoldsSomethingBlocks
            --port 99999 that says ready                                    | standalone/RefusedStartIT#aPortThatIsNoneIsRefused
            a misspelt key of the configuration                             | settings/SettingsCheckTest#aConfigurationWithAnUnknownNameInAFileIsNotBuilt
            a misspelt option of a plan                                     | scheduler-service/ConfiguredPlansTest#anOptionThatDoesNotExistStopsTheStartAndIsNamed
            list --plan typo that answers nothing                           | cli/KnownNamesTest#nobodyFollowsAPlanThatDoesNotExist
            a filter by what does not exist                                 | cli/KnownNamesTest#aRepositoryAloneRefusesWhatItDoesNotKnow
            a store of an unknown kind, requested for hours                 | scheduler-service/StoreAnswersTest#aStoreThatAWorkerRefusesFailsAtOnceWithItsReason
            a status that is all up though stores cannot be dumped          | cli/StatusTest#storesThatCannotBeDumpedAreCountedAndNamed
            services that are up while the broker is away                   | cli/StatusTest#eachOfFiveProcessesIsAskedWhereItIs
            a list that was cut off taken for the whole                     | cli/ServiceEntriesTest#aListThatWasCutOffOrEndsWithAReasonIsNoSuccess
            a catch-up that never was                                       | scheduler-service/TriggerTest#aScheduledRunIsMissedWhileAnotherBackupOfThePlanIsOpen
            0 0 */2 * 1 in another meaning than unix cron's                 | scheduler-service/CronOracleTest#randomExpressionsAreDueWhenCrontabSaysSo
            an unmounted disk taken for an empty repository                 | repository/DirectoryBackendTest#anUnmountedDiskIsNotTakenForAnEmptyRepository
            """)
    void isProven(String attack, String proof) throws Exception {
        Proof.assertThatThereIs(proof);
    }
}
