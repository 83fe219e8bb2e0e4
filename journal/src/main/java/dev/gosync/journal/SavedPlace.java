package dev.gosync.journal;

import dev.gosync.Plan;
import dev.gosync.adapter.Action;
import dev.gosync.adapter.Mode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a saved plan changes at one destination, and the readings that this rests on.
 *
 * @param sync the name of the sync
 * @param source the reading of the source
 * @param place the reading of the destination
 * @param mode which halves are run, and in which order
 * @param additions what to add, in the source's spelling
 * @param removals what to remove, in the destination's own spelling
 * @param cannotAdd what the destination refuses, each with the reason
 */
record SavedPlace(
        String sync,
        Reading source,
        Reading place,
        Mode mode,
        List<String> additions,
        List<String> removals,
        Map<String, String> cannotAdd) {

    /**
     * One side, as it was read.
     *
     * @param name the name of the place
     * @param size how many things it held
     * @param digest the digest of what it held
     * @param readAt when the reading was complete
     */
    record Reading(String name, int size, String digest, Instant readAt) {}

    static SavedPlace of(String sync, Plan plan, Reading source) {
        Map<String, String> cannotAdd = new LinkedHashMap<>();
        plan.cannotAdd().forEach((thing, failure) -> cannotAdd.put(thing, failure.reason()));
        return new SavedPlace(
                sync, source, reading(plan.destination()), plan.mode(), plan.additions(), plan.removals(), cannotAdd);
    }

    static Reading reading(Plan.Side side) {
        return new Reading(side.name(), side.size(), side.digest(), side.readAt());
    }

    List<String> of(Action action) {
        return action == Action.ADD ? additions : removals;
    }

    boolean isEmpty() {
        return additions.isEmpty() && removals.isEmpty();
    }
}
