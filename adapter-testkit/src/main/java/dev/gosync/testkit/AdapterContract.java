package dev.gosync.testkit;

import dev.gosync.adapter.Action;
import dev.gosync.adapter.Mode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * The contract of a place that can be read and written, as tests: extend it to certify an {@link dev.gosync.adapter.Adapter}. As
 * {@link SourceContract} otherwise.
 */
public abstract class AdapterContract extends SourceContract {
    /** For subclasses. */
    protected AdapterContract() {}

    @Override
    protected abstract Harness harness() throws Exception;

    /** Checks a rule about writing; where nothing can be written, that it is refused. */
    private void check(Mode mode, Rig.Check check) throws Exception {
        check(rig -> {
            if (rig.cannot(Limitation.READ_ONLY)) {
                WriteRules.refusedAsReadOnly(rig, mode);
            } else {
                check.on(rig);
            }
        });
    }

    /**
     * Checks that the new ones are there and everything else is as before. If this fails, look at add.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-1")
    public final void whatIsAddedIsThere() throws Exception {
        check(Mode.ADD_ONLY, WriteRules::added);
    }

    /**
     * Checks that adding a member is a success that changes nothing. If this fails, look at the service's
     * word for "is already a member".
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-2")
    public final void addingAgainChangesNothing() throws Exception {
        check(Mode.ADD_ONLY, WriteRules::addedAgain);
    }

    /**
     * Checks an addition by an adapter that never saw {@code get}. If this fails, look at what add takes from
     * the last read.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-3")
    public final void addingNeedsNoReadBefore() throws Exception {
        check(Mode.ADD_ONLY, WriteRules::addedWithoutGet);
    }

    /**
     * Checks that an empty list makes no request. If this fails, look at calls outside the loops of Outcomes.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-4")
    public final void addingNobodyMakesNoCall() throws Exception {
        check(Mode.ADD_ONLY, rig -> WriteRules.emptyList(rig, Action.ADD));
    }

    /**
     * Checks additions of 450 and 1,050. If this fails, look at the size of batches and pages.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-5")
    public final void hundredsAreAddedAtOnce() throws Exception {
        check(Mode.ADD_ONLY, rig -> WriteRules.hundreds(rig, Action.ADD));
    }

    /**
     * Checks that the others go through and each unknown one fails as UNKNOWN_THING. If this fails, look at the
     * translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-6")
    public final void anUnknownThingIsReportedAndHindersNobody() throws Exception {
        check(Mode.ADD_ONLY, rig -> WriteRules.unknown(rig, Action.ADD));
    }

    /**
     * Checks that odd but legal things arrive as they are and touch no other member. If this fails, look at how a
     * thing becomes part of a request.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-7")
    public final void oddThingsAreAddedUnharmed() throws Exception {
        check(Mode.ADD_ONLY, rig -> WriteRules.odd(rig, Action.ADD));
    }

    /**
     * Checks that adding a member in capitals changes nothing. If this fails, look at how a member is looked up.
     *
     * @throws Exception if the rule does not hold
     */
    @ResourceLock(Resources.LOCALE)
    @Rule("A-8")
    public final void mixedCaseAddsNobodyTwice() throws Exception {
        check(Mode.ADD_ONLY, rig -> WriteRules.mixedCase(rig, Action.ADD));
    }

    /**
     * Checks that members without a usable identifier are still there. If this fails, look at what is written back.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-9")
    public final void membersWithoutAnIdentifierSurviveAnAddition() throws Exception {
        check(Mode.ADD_ONLY, rig -> WriteRules.nameless(rig, Action.ADD));
    }

    /**
     * Checks that owners stay owners, even when they are added again. If this fails, look at the role that an
     * addition sets.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-10")
    public final void membersThatMustStaySurviveAnAddition() throws Exception {
        check(Mode.ADD_ONLY, rig -> WriteRules.kept(rig, Action.ADD));
    }

    /**
     * Checks that they are gone and everything else is as before. If this fails, look at remove.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-1")
    public final void whatIsRemovedIsGone() throws Exception {
        check(Mode.REMOVE_ONLY, WriteRules::removed);
    }

    /**
     * Checks that removing a thing that is not a member is a success that changes nothing. If this fails, look at the
     * service's word for "is not a member".
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-2")
    public final void removingAgainChangesNothing() throws Exception {
        check(Mode.REMOVE_ONLY, WriteRules::removedAgain);
    }

    /**
     * Checks a removal by an adapter that never saw {@code get}. If this fails, look at what remove takes from
     * the last read.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-3")
    public final void removingNeedsNoReadBefore() throws Exception {
        check(Mode.REMOVE_ONLY, WriteRules::removedWithoutGet);
    }

    /**
     * Checks that an empty list makes no request. If this fails, look at calls outside the loops of Outcomes.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-4")
    public final void removingNobodyMakesNoCall() throws Exception {
        check(Mode.REMOVE_ONLY, rig -> WriteRules.emptyList(rig, Action.REMOVE));
    }

    /**
     * Checks removals of 450 and 1,050. If this fails, look at the size of batches and pages.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-5")
    public final void hundredsAreRemovedAtOnce() throws Exception {
        check(Mode.REMOVE_ONLY, rig -> WriteRules.hundreds(rig, Action.REMOVE));
    }

    /**
     * Checks that the others go through, and that an unknown one is not there or is UNKNOWN_THING. If this
     * fails, look at the translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-6")
    public final void anUnknownThingHindersNoRemoval() throws Exception {
        check(Mode.REMOVE_ONLY, rig -> WriteRules.unknown(rig, Action.REMOVE));
    }

    /**
     * Checks that removing an odd but legal thing touches no other member. If this fails, look at how a thing
     * becomes part of a request.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-7")
    public final void oddThingsAreRemovedAlone() throws Exception {
        check(Mode.REMOVE_ONLY, rig -> WriteRules.odd(rig, Action.REMOVE));
    }

    /**
     * Checks that removing a member in capitals removes it. If this fails, look at how a member is looked up.
     *
     * @throws Exception if the rule does not hold
     */
    @ResourceLock(Resources.LOCALE)
    @Rule("R-8")
    public final void mixedCaseFindsTheMember() throws Exception {
        check(Mode.REMOVE_ONLY, rig -> WriteRules.mixedCase(rig, Action.REMOVE));
    }

    /**
     * Checks that members without a usable identifier are still there. If this fails, look at what is written back.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-9")
    public final void membersWithoutAnIdentifierSurviveARemoval() throws Exception {
        check(Mode.REMOVE_ONLY, rig -> WriteRules.nameless(rig, Action.REMOVE));
    }

    /**
     * Checks that owners are still there when others go. If this fails, look at what is written back.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-10")
    public final void membersThatMustStaySurviveARemoval() throws Exception {
        check(Mode.REMOVE_ONLY, rig -> WriteRules.kept(rig, Action.REMOVE));
    }

    /**
     * Checks that the last member goes, or is refused as declared. If this fails, look at how an empty list is
     * written.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-11")
    public final void theLastOneIsRemovedOrRefused() throws Exception {
        check(Mode.REMOVE_ONLY, WriteRules::last);
    }

    /**
     * C-1. Checks additions and removals together, in both orders. If this fails, look at change.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-1")
    public final void aChangeMakesBothHalves() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::bothHalves);
    }

    /**
     * C-2. Checks what is seen between two calls, and what is left where the second is refused. If this fails, look
     * at change.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-2")
    public final void theHalvesComeInTheOrderAsked() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::order);
    }

    /**
     * C-3. Checks that what is announced as one call is seen whole or not at all. If this fails, look at change.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-3")
    public final void aChangeInOneCallIsNeverHalfDone() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::noStateInBetween);
    }

    /**
     * C-4. Checks an addition and a removal that the service takes for one member. If this fails, look at change.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-4")
    public final void oneMemberUnderTwoSpellingsStays() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::oneMember);
    }

    /**
     * C-5. Checks that a list refused because of one member is written without that one. If this fails, look at what
     * is done after a refusal.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-5")
    public final void aRefusedMemberHindersNobody() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::withoutTheRefused);
    }

    /**
     * C-6. Checks that members without a usable identifier are still there. If this fails, look at what is written back.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-6")
    public final void membersWithoutAnIdentifierSurviveAChange() throws Exception {
        check(Mode.REMOVE_ADD, rig -> WriteRules.nameless(rig, null));
    }

    /**
     * C-7. Checks that owners are still there, and owners. If this fails, look at what is written back.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-7")
    public final void membersThatMustStaySurviveAChange() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::keptSurvive);
    }

    /**
     * C-8. Checks that members that joined since the last read or write are still there after each kind of change. If this fails, look
     * at what a write takes from the last read.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-8")
    public final void newcomersSurviveAChange() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::newcomersSurvive);
    }

    /**
     * C-9. Checks removals and additions of one adapter in turn. If this fails, look at what an adapter keeps between
     * writes.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-9")
    public final void writesBuildOnEachOther() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::oneAfterTheOther);
    }

    /**
     * C-10. Checks that what must remain is judged again where an addition failed and removals come second. If this
     * fails, look at which call makes the removals then.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-10")
    public final void removalsAreJudgedAgainWhereAnAdditionFailed() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::judgedAgain);
    }

    /**
     * O-1. Checks that each thing has one outcome, said once. If this fails, look at succeeded and failed.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("O-1")
    public final void everyThingIsAccountedForOnce() throws Exception {
        check(Mode.REMOVE_ADD, OutcomeRules::exactlyOnce);
    }

    /**
     * O-2. Checks that outcomes come in the spelling that was asked for. If this fails, look at succeeded and failed.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("O-2")
    public final void outcomesAreForWhatWasAskedFor() throws Exception {
        check(Mode.REMOVE_ADD, OutcomeRules::asAsked);
    }

    /**
     * O-3. Checks what is reported against what is there, where all goes well and where it does not. If this fails,
     * look at answers that are not looked at.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("O-3")
    public final void doneIsWhatTheServiceShows() throws Exception {
        check(Mode.REMOVE_ADD, OutcomeRules::doneIsShown);
    }

    /**
     * O-4. Checks that what the service refused is FAILED, with its kind and a reason. If this fails, look at calls
     * outside the loops of Outcomes.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("O-4")
    public final void whatFailedSaysWhy() throws Exception {
        check(Mode.REMOVE_ADD, OutcomeRules::failedForItsKind);
    }

    /**
     * O-5. Checks that nothing begins after the place has failed, and that it is said. If this fails, look at loops
     * of the adapter.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("O-5")
    public final void whatHadNotBegunIsNotStarted() throws Exception {
        check(Mode.REMOVE_ADD, OutcomeRules::notStarted);
    }

    /**
     * E-2. Checks the kind of a write's failure for each answer that concerns the place. If this fails, look at the
     * translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-2")
    public final void eachRefusalOfAWriteIsItsKind() throws Exception {
        check(Mode.REMOVE_ADD, ErrorRules::kindsOfWrites);
    }

    /**
     * E-3. Checks that a place that is not there fails additions and removals as NOT_FOUND. If this fails, look at
     * answers with one status and two meanings.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-3")
    public final void aMissingPlaceIsNoUnknownThing() throws Exception {
        check(Mode.REMOVE_ADD, ErrorRules::missingPlace);
    }

    /**
     * E-4. Checks that what a policy forbids is REFUSED_THING and hinders nobody. If this fails, look at the
     * translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-4")
    public final void aRefusedThingIsNoUnknownThing() throws Exception {
        check(Mode.REMOVE_ADD, ErrorRules::refusedIsNotUnknown);
    }

    /**
     * E-6. Checks the message for each answer. If this fails, look at the translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-6")
    public final void theFailureOfAWriteNamesAdapterOperationAndRemedy() throws Exception {
        check(Mode.REMOVE_ADD, ErrorRules::messagesOfWrites);
    }

    /**
     * E-8. Checks reports, messages, causes and logs for the canary. If this fails, look at what vendors put into
     * their messages and logs.
     *
     * @throws Exception if the rule does not hold
     */
    @ResourceLock(Resources.SYSTEM_OUT)
    @ResourceLock(Resources.SYSTEM_ERR)
    @Rule("E-8")
    public final void noSecretLeaksFromWrites() throws Exception {
        check(Mode.REMOVE_ADD, ErrorRules::secretInWrites);
    }

    /**
     * T-2. Checks that Retry-After is obeyed exactly, on the clock of the conditions. If this fails, look at {@code
     * retryAt} of the failure.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-2")
    public final void aWriteComesBackWhenTheServiceSays() throws Exception {
        check(Mode.REMOVE_ADD, RetryRules::comeBackWrite);
    }

    /**
     * T-4. Checks that a transient failure costs as many requests as attempts are allowed, and keeps its kind. If
     * this fails, look at retries of the vendor's client.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-4")
    public final void aWriteIsRepeatedUpToTheBound() throws Exception {
        check(Mode.REMOVE_ADD, RetryRules::boundedWrite);
    }

    /**
     * T-6. Checks that a permanent failure costs one request. If this fails, look at the translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-6")
    public final void aWriteThatFailsForGoodIsNotRepeated() throws Exception {
        check(Mode.REMOVE_ADD, RetryRules::permanentWrite);
    }

    /**
     * T-9. Checks that it is done in the end, once, and reported as done. If this fails, look at the translation of
     * IOExceptions.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-9")
    public final void aWriteWhoseAnswerWasLostEndsRight() throws Exception {
        check(Mode.REMOVE_ADD, RetryRules::lostAnswer);
    }

    /**
     * I-3. Checks that it is answered while a server still hangs and in a wait, and that what was done is
     * told from what was begun and what was not. If this fails, look at calls outside the loops of Outcomes.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("I-3")
    public final void anInterruptIsAnsweredInAWrite() throws Exception {
        check(Mode.REMOVE_ADD, InterruptRules::write);
    }

    /**
     * S-3. Checks that every write fails as READ_ONLY, and that nothing changes. If this fails, look at the
     * translation of errors.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("S-3")
    public final void aReadOnlyPlaceChangesNothing() throws Exception {
        check(PlaceRules::readOnlyPlace);
    }

    /**
     * Checks names that contain, begin, end or match one another. If this fails, look at how a member is looked up.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-12")
    public final void neighboursStay() throws Exception {
        check(Mode.REMOVE_ONLY, NeighbourRules::stay);
    }

    /**
     * C-11. Checks roles, notes, spelling and order of members who stay. If this fails, look at what is written back.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-11")
    public final void whatIsKeptAboutMembersStays() throws Exception {
        check(Mode.REMOVE_ADD, ChangeRules::keptAsItWas);
    }

    /**
     * C-12. Checks that a preview writes nothing and foretells what the write then does. If this fails, look at preview.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-12")
    public final void aPreviewTellsTheTruth() throws Exception {
        check(Mode.ADD_ONLY, PreviewRules::tellsTheTruth);
    }

    /**
     * O-6. Checks each request of a write, its reads too, with each kind of failure. If this fails, look at reads within a write whose failure is swallowed.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("O-6")
    public final void aRequestThatFailsWithinAWriteHarmsNobody() throws Exception {
        check(Mode.REMOVE_ADD, WithinRules::harmless);
    }

    /**
     * O-7. Checks a success without the details that it usually has. If this fails, look at what a success must show.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("O-7")
    public final void aSuccessThatShowsNothingIsLookedAt() throws Exception {
        check(Mode.REMOVE_ADD, OutcomeRules::bareSuccess);
    }

    /**
     * O-8. Checks which additions are reported as already there. If this fails, look at alreadyThere.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("O-8")
    public final void alreadyThereIsForMembers() throws Exception {
        check(Mode.REMOVE_ADD, OutcomeRules::alreadyThere);
    }

    /**
     * E-10. Checks each request of a write with answers that are well formed and mean nothing. If this fails, look at what a success must hold.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-10")
    public final void anAnswerWithinAWriteThatMakesNoSenseIsNoSuccess() throws Exception {
        check(Mode.REMOVE_ADD, WithinRules::malformed);
    }

    /**
     * E-12. Checks each read within a write with answers that concern the place. If this fails, look at lookups whose failure is taken for an answer.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("E-12")
    public final void aLookupThatFailsMakesNobodyUnknown() throws Exception {
        check(Mode.REMOVE_ADD, WithinRules::lookups);
    }

    /**
     * T-15. Checks each request of a write, its reads too, with a failure that passes. If this fails, look at lookups that do not go through Retry.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("T-15")
    public final void eachRequestWithinAWriteIsRepeated() throws Exception {
        check(Mode.REMOVE_ADD, WithinRules::repeated);
    }

    /**
     * I-6. Checks each request of additions, removals and changes. If this fails, look at lookups and removals that swallow an interrupt.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("I-6")
    public final void anInterruptIsAnsweredAtEachRequestOfAWrite() throws Exception {
        check(Mode.REMOVE_ADD, WithinRules::interrupts);
    }

    /**
     * Z-1. Checks random histories. A failure names its seed. If this fails, look at the history in the message.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("Z-1")
    public final void aCleanSyncEndsEqualWhateverHappenedBefore() throws Exception {
        check(Mode.REMOVE_ADD, ChaosRules::cleanInTheEnd);
    }

    /**
     * Checks that one who was unknown is added once the service knows them, by the same adapter. If this fails, look at how
     * long "unknown" is remembered.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("A-11")
    public final void whatWasUnknownIsLookedUpAgain() throws Exception {
        check(Mode.ADD_ONLY, NowRules::unknownIsLookedUpAgain);
    }

    /**
     * Checks removals of members who joined, or left and joined again, since the last read. If this fails, look at what a
     * removal takes from the last read.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-13")
    public final void aRemovalFindsPresentMembers() throws Exception {
        check(Mode.REMOVE_ONLY, NowRules::removalFindsWhoIsThere);
    }

    /**
     * Checks the removal of one who became an owner since the last read. If this fails, look at what a removal does with
     * owners.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("R-14")
    public final void aMemberThatBecameKeptIsNotRemoved() throws Exception {
        check(Mode.REMOVE_ONLY, NowRules::promotedStays);
    }

    /**
     * C-13. Checks that those stay who join between attempts and between halves. If this fails, look at when the list is read that
     * is written back.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-13")
    public final void aMemberThatJoinsDuringAWriteStays() throws Exception {
        check(Mode.REMOVE_ADD, NowRules::joinersStay);
    }

    /**
     * C-14. Checks which requests a preview makes. If this fails, look at what is kept of its lookups.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-14")
    public final void aPreviewAsksNothingTwice() throws Exception {
        check(Mode.ADD_ONLY, PreviewRules::asksNothingTwice);
    }

    /**
     * C-15. Checks previews whose lookups fail. If this fails, look at failures that are caught there.
     *
     * @throws Exception if the rule does not hold
     */
    @Rule("C-15")
    public final void aPreviewThatCannotAskFails() throws Exception {
        check(Mode.ADD_ONLY, PreviewRules::failsWhereItCannotAsk);
    }
}
