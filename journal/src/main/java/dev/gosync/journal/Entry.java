package dev.gosync.journal;

import dev.gosync.Outcome;
import dev.gosync.adapter.Action;
import java.time.Instant;

/**
 * What a run did to one thing. Immutable; threads may share it.
 *
 * @param run the id of the run
 * @param at when it was settled
 * @param sync the sync
 * @param place the name of the destination
 * @param thing the thing, in the spelling of the plan
 * @param action whether it was to be added or removed
 * @param state how it ended
 * @param alreadyThere whether it is an addition that was a member already, so that nothing changed
 * @param reason why it ended in this state, or a note; empty if there is nothing to say
 */
public record Entry(
        String run,
        Instant at,
        String sync,
        String place,
        String thing,
        Action action,
        Outcome.State state,
        boolean alreadyThere,
        String reason) {

    /** {@return whether this run surely changed it} */
    public boolean isChange() {
        return state == Outcome.State.DONE && !alreadyThere;
    }

    /** {@return whether this run may have changed it} */
    boolean mayBeChange() {
        return isChange() || state == Outcome.State.NOT_KNOWN;
    }
}
