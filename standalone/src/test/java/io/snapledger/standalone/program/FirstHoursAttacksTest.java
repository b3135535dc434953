package io.snapledger.standalone.program;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attack list F: what a new user tries in the first hours ends as he may expect. */
class FirstHoursAttacksTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            help that is cut in the middle of words                         | cli/HelpTest#noWordIsCut
            help that is wider than a terminal                              | cli/HelpTest#noLineIsWiderThanATerminal
            help that names what does not exist                             | cli/HelpTest#whatHelpNamesExists
            an option that nobody explains                                  | cli/HelpTest#everyOptionIsExplained
            an address that is none: ftp, a path                            | cli/CallerTokenTest#anAddressIsASchemeAHostAndAPort
            a typing error                                                  | cli/ExitCodesTest#aTypingErrorIsAnsweredWithWhatWasMeant
            exit codes and hints of wrong use, in the whole program         | cases/program/wrong-words
            missed runs that only -o wide shows                             | cli/StatusTest#missedRunsAreSeenWithoutAskingForMore
            OpenAPI of the restore API that is not what is served           | restore-service/RestoreHttpTest#theOpenApiDocumentHasEveryPathAndFieldThatIsServed
            OpenAPI and metrics of the scheduler                            | scheduler-service/SchedulerHttpTest#metricsAndOpenApiAreThere
            AsyncAPI that nobody serves, nothing at /                       | catalog-service/CatalogServiceContract#itSaysWhatIsHereAndServesTheContractOfTheEvents
            metrics without last success, failures, missed runs             | catalog-service/CatalogServiceContract#metricsTellWhatAnAlarmNeedsAndAreThoseOfTheDocumentation
            a failed start that shows class names                           | standalone/StartFailureTest#eachReasonIsToldOnceAndNoClassIsNamed
            a taken port without its number                                 | standalone/RefusedStartIT#aTakenPortIsToldWithItsNumber
            single files that cannot be listed                              | cli/SnapshotEntriesTest#aSnapshotIsListedInEveryForm
            single files that cannot be found or compared                   | cli/SnapshotEntriesTest#aNameIsFoundInASnapshotAndInAStore
            single paths that cannot be restored                            | restore-service/SinglePathsTest#onePathIsRestoredAfterASafetySnapshotAndTheOthersStay
            options of kinds that are documented nowhere                    | stores/KindsPageTest#thePageSaysWhatTheKindsSay
            findings of the probe without a command                         | cli/StoreCommandsTest#checkEndsWithOneIfAStoreCannotBeDumpedAndTellsTheStatementThatHelps
            a banner that names a key where no file is                      | standalone/DataDirectoryTest#aRecoveryKeyThatWasMovedAwayIsNotSaidToBeThere
            a key-init that says it wrote what it did not                   | standalone/KeyInitCommandTest#toldAnotherPathForTheRecoveryKeyItWritesNothingAndSaysSo
            a setting that no document names                                | standalone/SettingNamesTest#whatADocumentNamesIsInTheList
            """)
    void isProven(String attack, String proof) throws Exception {
        Proof.assertThatThereIs(proof);
    }
}
