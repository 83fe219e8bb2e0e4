package dev.gosync.adapter;

import java.util.List;

/**
 * What to change at one destination. Immutable; threads may share it.
 *
 * @param additions what to add, in the source's spelling
 * @param removals what to remove, in the destination's own spelling
 * @param mode which halves to run, and in which order
 */
public record Change(List<String> additions, List<String> removals, Mode mode) {
    /** Copies both lists. A half that the mode does not include must be empty. */
    public Change {
        additions = List.copyOf(additions);
        removals = List.copyOf(removals);
        if (leavesOut(mode, Action.ADD, additions) || leavesOut(mode, Action.REMOVE, removals)) {
            throw new IllegalArgumentException("The mode " + mode + " does not include a half that is not empty");
        }
    }

    /**
     * Returns one half.
     *
     * @param action which half
     * @return its things
     */
    public List<String> of(Action action) {
        return action == Action.ADD ? additions : removals;
    }

    /** {@return whether there is nothing to do} */
    public boolean isEmpty() {
        return additions.isEmpty() && removals.isEmpty();
    }

    private static boolean leavesOut(Mode mode, Action action, List<String> things) {
        return !things.isEmpty() && !mode.actions().contains(action);
    }
}
