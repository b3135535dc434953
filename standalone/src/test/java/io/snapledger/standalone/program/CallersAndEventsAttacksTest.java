package io.snapledger.standalone.program;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attack list B: who asks, and what an event may bring about. All of it is proven where it is decided. */
class CallersAndEventsAttacksTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a local user asks the loopback for a restore                    | standalone/CallersIT#everyEndpointOfEveryServiceNeedsAToken
            an endpoint that somebody forgot to close                       | standalone/CallersIT#whatIsNotDeclaredOpenIsClosed
            a page in the browser of somebody who may call                  | standalone/CallersIT#aPageOfAStrangerBringsNothingAbout
            a request with another Host, or without a type                  | access/MannersTest#aRequestWithoutANameIsNotHeard
            a body without a type                                           | access/MannersTest#jsonChangesThings
            a port taken over while the services are down                   | cli/CallerTokenTest#aFileThatHoldsNoTokenIsNeverSent
            an event in the name of a service, over HTTP                    | events/HttpEventsTest#nobodyMaySpeakInTheNameOfOurServices
            the right to write to one topic                                 | standalone/ForgedEventsIT#whoWritesToTopicsBringsNothingAbout
            one topic's right used for another                              | events/KafkaEventsTest#whoMayWriteOneTopicCannotSpeakInTheNameOfAnother
            an event of a service that nobody sealed                        | events/SealedEventsTest#anEventOfOurServicesThatNoneOfThemSealedIsRefused
            an old signed restore.requested with a new time                 | events/SealedEventsTest#aSealedEventCannotBeChangedOrMovedInTime
            a request that is older than the journal remembers              | restore-service/RestoreDeskTest#aRequestThatIsOlderThanARestoreMayTakeIsNotExecuted
            an authorization forged, or signed by another                   | restore-service/RestoreAuthorizationTest#aForgedAuthorizationIsNone
            an event that would replace what is there                       | restore-service/RestoreAuthorizationTest#anEventByItselfIsPlannedOnlyWhereTheTargetIsNotFresh
            an event that would restore single paths                        | restore-service/RestoreAuthorizationTest#anEventByItselfRestoresNoSinglePathIntoALivingStore
            upload.finished without a decision                              | cli/ExitCodesTest#whatIsDecidedButNotAnnouncedHasNotEnded
            dump.failed{final} by somebody else                             | scheduler-service/StoreDeciderTest#aFinalFailureByAnyoneButASchedulerIsNotBelieved
            a backup dated 9999                                             | scheduler-service/SchedulerHttpTest#aTriggerFromTheFutureIsRefused
            a snapshot dated ahead as latest                                | restore-service/SnapshotSelectionTest#whatIsDatedAheadIsNeverTheLatest
            segment.staged for nothing                                      | storage-service/SegmentHintsTest#aHintOfAnAttemptThatLostStoresNothing
            snapshot.expired without a proof                                | storage-service/JanitorTest#withoutAProofNothingExpires
            two hundred slow bodies, two thousand slow callers              | standalone/CallersIT#twoThousandSlowCallersAndTwoHundredSlowBodiesHoldNobodyUp
            a request that never ends                                       | access/ConnectionsTest#aRequestThatIsNotThereInTimeEndsItsConnection
            odd JSON for a proof of the key                                 | restore-service/RestoreHttpTest#theRecoveryKeyIsProvedWithItsHolderAlone
            a guessed answer that uses up the challenge                     | restore-service/OpenChallengeTest#aWrongAnswerDisturbsNobody
            a password in the environment of helper processes               | stores/LocalCommandRunnerTest#theWatchdogInheritsNothingButThePath
            a tool that reads the services' environment                     | stores/LocalCommandRunnerTest#theEnvironmentIsNotInherited
            a secret in arguments, exceptions or reports                    | stores/StoreEngineContract#theSecretIsNowhere
            a secret in the answer to a refused request                     | restore-service/RestoreBodyTest#noSecretOfARefusedRequestIsRepeated
            a data directory made with umask 000                            | standalone/CallersIT#whatTheServicesWriteIsPrivateWhateverTheUmask
            a data directory that others could read before                  | standalone/DataDirectoryTest#whatWasReadableForOthersIsTakenBack
            """)
    void isProven(String attack, String proof) throws Exception {
        Proof.assertThatThereIs(proof);
    }
}
