package dev.gosync.testkit;

import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * The contract of a place that can be read, as tests: extend it to certify a {@link dev.gosync.adapter.Source} that is no {@link
 * dev.gosync.adapter.Adapter}.
 *
 * <p>Each rule is a method and can be picked by name. After a run {@code target/go-sync-certificate} says how
 * each ended.
 */
@ExtendWith(Certification.class)
@TestMethodOrder(Rules.InOrder.class)
@DisplayNameGeneration(Rules.Names.class)
public abstract class SourceContract {
    /** For subclasses. */
    protected SourceContract() {}

    /**
     * Starts a service with one empty place in it; the kit closes it.
     *
     * @return a harness that shares nothing with those made before
     * @throws Exception if it cannot be started
     */
    protected abstract SourceHarness harness() throws Exception;

    /** {@return what the place or its service cannot do; each is tested to be so} */
    protected Set<Limitation> limitations() {
        return Set.of();
    }

    /** {@return what the certificate is called: the name of this class without its ending} */
    protected String adapter() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=.)(Certification|Contract|Conformance)?(Test|Tests|IT)?$", "");
    }

    /**
     * Gives the version for the certificate: that of the adapter's jar, or of the project that is being built.
     *
     * @param adapter the class of the adapter
     * @return its version
     */
    protected String version(Class<?> adapter) {
        return Versions.of(adapter);
    }

    void check(Rig.Check check) throws Exception {
        check.on(Certification.rig());
    }

    /**
     * H-1. Checks that a fresh place is empty, that what is seeded is there, and that what is only introduced is not.
     * If this fails, look at the harness.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("H-1")
    public final void whatIsSeededIsThere() throws Exception {
        check(HarnessRules::seeded);
    }

    /**
     * H-2. Checks each kind of fault: it hits the requests that it is for, and no others. If this fails, look
     * at inject and the log of the fake.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("H-2")
    public final void anInjectedFaultReallyHappens() throws Exception {
        check(HarnessRules::faultsHappen);
    }

    /**
     * H-3. Checks that neither members, nor requests, nor faults of one service show at another. If this fails, look
     * at static state of the fake.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("H-3")
    public final void twoHarnessesShareNothing() throws Exception {
        check(HarnessRules::nothingShared);
    }

    /**
     * H-4. Checks that an adapter with another secret is refused, so that a secret is really sent. If this fails,
     * look at the authentication check of the fake, and how open uses the conditions.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("H-4")
    public final void theSecretIsAskedFor() throws Exception {
        check(HarnessRules::secretIsAskedFor);
    }

    /**
     * H-5. Checks that a read and a write show in the log for what they are. If this fails, look at the log of the
     * fake.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("H-5")
    public final void everyRequestIsLogged() throws Exception {
        check(HarnessRules::everyRequestIsLogged);
    }

    /**
     * G-1. Checks listings at sizes 0, 1, and one below, at and one above every page boundary in use. If this fails,
     * look at how the next page is asked for.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-1")
    public final void everyMemberIsListedAndNoOther() throws Exception {
        check(GetRules::pages);
    }

    /**
     * G-2. Checks that nothing is null, blank or padded, and that aliases and kept things belong to listed ones. If
     * this fails, look at how members become things.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-2")
    public final void aListingIsWellFormed() throws Exception {
        check(GetRules::wellFormed);
    }

    /**
     * G-3. Checks that members without a usable identifier are counted in {@code leftOut} and not listed. If this fails,
     * look at how members become things.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-3")
    public final void membersWithoutAnIdentifierAreLeftOutAndCounted() throws Exception {
        check(GetRules::nameless);
    }

    /**
     * G-4. Checks that a failure of the first, a middle and the last request of a read is never a shorter list. If
     * this fails, look at errors that are swallowed in a loop.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-4")
    public final void aPageThatFailsFailsTheRead() throws Exception {
        check(GetRules::failingPages);
    }

    /**
     * G-5. Checks a second read of the same adapter, and that of another. If this fails, look at what an adapter
     * keeps between reads.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-5")
    public final void readingTwiceGivesTheSame() throws Exception {
        check(GetRules::twiceTheSame);
    }

    /**
     * G-6. Checks that who joined since the last read is listed by the next. If this fails, look at what an adapter
     * keeps between reads.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-6")
    public final void aReadShowsWhatIsThereNow() throws Exception {
        check(GetRules::whatIsThereNow);
    }

    /**
     * G-7. Checks plus addressing, quotes, commas, slashes, percent signs, long and non-ASCII names. If this fails,
     * look at how answers are parsed.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-7")
    public final void oddThingsAreListedUnharmed() throws Exception {
        check(GetRules::oddThings);
    }

    /**
     * G-8. Checks that owners and maintainers are listed, and as kept. If this fails, look at roles of members.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-8")
    public final void membersThatMustStayAreListedAsKept() throws Exception {
        check(GetRules::kept);
    }

    /**
     * E-1. Checks the kind of a read's failure for each answer that concerns the place. If this fails, look at the
     * translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-1")
    public final void eachRefusalOfAReadIsItsKind() throws Exception {
        check(ErrorRules::kindsOfReads);
    }

    /**
     * E-5. Checks the message for each answer, and for a connection that breaks. If this fails, look at the
     * translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-5")
    public final void theFailureOfAReadNamesAdapterOperationAndRemedy() throws Exception {
        check(ErrorRules::messagesOfReads);
    }

    /**
     * E-7. Checks messages, causes, logs and {@code toString} for the canary. If this fails, look at what vendors put
     * into their messages and logs.
     *
     * @throws Exception if the rule does not hold
     */
    @ResourceLock(Resources.SYSTEM_OUT)
    @ResourceLock(Resources.SYSTEM_ERR)
    @Rule("E-7")
    public final void noSecretLeaksFromReads() throws Exception {
        check(ErrorRules::secretInReads);
    }

    /**
     * T-1. Checks that Retry-After is obeyed exactly, on the clock of the conditions. If this fails, look at {@code
     * retryAt} of the failure.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-1")
    public final void aReadComesBackWhenTheServiceSays() throws Exception {
        check(RetryRules::comeBackRead);
    }

    /**
     * T-3. Checks that a transient failure costs as many requests as attempts are allowed, and keeps its kind. If
     * this fails, look at retries of the vendor's client.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-3")
    public final void aReadIsRepeatedUpToTheBound() throws Exception {
        check(RetryRules::boundedRead);
    }

    /**
     * T-5. Checks that a permanent failure costs one request. If this fails, look at the translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-5")
    public final void aReadThatFailsForGoodIsNotRepeated() throws Exception {
        check(RetryRules::permanentRead);
    }

    /**
     * T-7. Checks that one transient failure costs one more request, however many pages there are. If this fails,
     * look at where Retry is called: around each request.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-7")
    public final void onlyTheFailedRequestIsRepeated() throws Exception {
        check(RetryRules::onlyTheFailedRequest);
    }

    /**
     * T-8. Checks that a Retry-After beyond the deadline ends it at once and says when to come back. If this fails,
     * look at {@code retryAt} of the failure.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-8")
    public final void noWaitIsLongerThanTheDeadline() throws Exception {
        check(RetryRules::tooLongToWait);
    }

    /**
     * T-10. Checks that no connection is UNAVAILABLE, and that it works once the server listens again. If this fails,
     * look at the translation of IOExceptions.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-10")
    public final void aRefusedConnectionIsTriedAgain() throws Exception {
        check(RetryRules::refusedConnection);
    }

    /**
     * T-11. Checks that half an answer is tried again, and is UNAVAILABLE in the end. If this fails, look at how
     * answers are read to their end.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-11")
    public final void anAnswerThatBreaksOffIsNoAnswer() throws Exception {
        check(RetryRules::brokenAnswer);
    }

    /**
     * T-12. Checks that the call timeout bounds the whole answer, not each byte of it. If this fails, look at
     * timeouts of the vendor's client.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-12")
    public final void anAnswerThatNeverEndsIsGivenUp() throws Exception {
        check(RetryRules::endlessAnswer);
    }

    /**
     * T-13. Checks that silence is bounded by the call timeout, and that a write into it is NOT_KNOWN. If this fails,
     * look at timeouts of the vendor's client.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-13")
    public final void aServerThatHangsIsGivenUp() throws Exception {
        check(RetryRules::noAnswer);
    }

    /**
     * T-14. Checks that a connection which breaks after it has served costs one request for each attempt, too. If this
     * fails, look at what the vendor's client repeats on its own.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-14")
    public final void onlyTheRetryPolicyRepeats() throws Exception {
        check(RetryRules::onlyTheRetryRepeats);
    }

    /**
     * I-1. Checks that an InterruptedException comes while the server still hangs. If this fails, look at calls that do not
     * go through Retry.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("I-1")
    public final void anInterruptIsAnsweredWhileAReadHangs() throws Exception {
        check(InterruptRules::hangingRead);
    }

    /**
     * I-2. Checks that an InterruptedException comes while there is still a minute to wait. If this fails, look at waits that
     * do not go through the sleeper.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("I-2")
    public final void anInterruptIsAnsweredInAWait() throws Exception {
        check(InterruptRules::wait);
    }

    /**
     * I-4. Checks that each of four threads reads everything. If this fails, look at fields that a read collects
     * into.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("I-4")
    public final void severalThreadsMayReadAtOnce() throws Exception {
        check(InterruptRules::readersAtOnce);
    }

    /**
     * I-5. Checks that close may be called twice, used or not, and closes nothing of another. If this fails, look at
     * close.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("I-5")
    public final void closingTwiceIsHarmless() throws Exception {
        check(InterruptRules::closedTwice);
    }

    /**
     * S-1. Checks that what is certified as a source cannot be passed as a destination. If this fails, look at the
     * type of the class.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("S-1")
    public final void aPlaceThatIsOnlyReadIsNoAdapter() throws Exception {
        check(rig -> PlaceRules.noAdapter(rig, this instanceof AdapterContract));
    }

    /**
     * S-2. Checks the members and the log after a read. If this fails, look at get.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("S-2")
    public final void readingWritesNothing() throws Exception {
        check(PlaceRules::readingWritesNothing);
    }

    /**
     * N-1. Checks that the name holds the key or path of the place, and a word on what that is. If this fails, look
     * at name.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("N-1")
    public final void theNameSaysWhichPlaceItIs() throws Exception {
        check(PlaceRules::name);
    }

    /**
     * N-2. Checks that the name never changes and that nothing is asked for it. If this fails, look at name.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("N-2")
    public final void theNameStaysAndNeedsNoRequest() throws Exception {
        check(PlaceRules::nameStays);
    }

    /**
     * N-3. Checks the name for the canary. If this fails, look at name.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("N-3")
    public final void theNameHoldsNoSecret() throws Exception {
        check(PlaceRules::nameWithoutSecret);
    }

    /**
     * G-9. Checks a service that repeats its first page for ever, with new cursors. If this fails, look at how the end of a list is found.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-9")
    public final void aListWithoutAnEndFailsTheRead() throws Exception {
        check(GetRules::endless);
    }

    /**
     * G-10. Checks aliases on several pages, if the harness shows any. If this fails, look at how they are collected.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("G-10")
    public final void aliasesLeadToTheirMember() throws Exception {
        check(GetRules::aliases);
    }

    /**
     * E-13. Checks answers with fields that no client knows, and without those that are null. If this fails, look at how answers are parsed.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-13")
    public final void otherFieldsChangeNothing() throws Exception {
        check(GetRules::otherFields);
    }

    /**
     * E-14. Checks the remedy for an invalid request, in reads and in writes. If this fails, look at the translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-14")
    public final void anInvalidRequestWithAReasonAsksForNoReport() throws Exception {
        check(ErrorRules::invalidWithReason);
    }

    /**
     * E-9. Checks answers that are well formed and mean nothing: {@code {}}, {@code []}, a foreign object, an HTML page, no body. If this fails, look at what a success must hold.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-9")
    public final void anAnswerToAReadThatMakesNoSenseGivesNoList() throws Exception {
        check(ErrorRules::malformedReads);
    }

    /**
     * E-11. Checks that a redirect to another host takes no credentials there. If this fails, look at redirects of the client.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-11")
    public final void noSecretTravelsToAnotherHost() throws Exception {
        check(ErrorRules::redirects);
    }

    /**
     * T-16. Checks {@code Retry-After} as a date, if the service has that header. If this fails, look at {@code HttpAnswer.retryAt}.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-16")
    public final void aDateToComeBackAtIsUnderstood() throws Exception {
        check(RetryRules::comeBackAtADate);
    }

    /**
     * T-17. Checks 503 with {@code Retry-After: 0}, which some clients repeat on their own. If this fails, look at retries of the client.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-17")
    public final void aBusyServiceCostsOneRequestForEachAttempt() throws Exception {
        check(RetryRules::atOnce);
    }

    /**
     * T-18. Checks a 502 whose body is an HTML page. If this fails, look at failures with a status from 500.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-18")
    public final void theErrorOfAProxyIsNoAnswer() throws Exception {
        check(RetryRules::proxyError);
    }

    /**
     * I-7. Checks adapters that were opened before another one is closed. If this fails, look at what close frees.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("I-7")
    public final void closingOneAdapterLeavesOthersOpen() throws Exception {
        check(InterruptRules::othersStayOpen);
    }
}
