package dev.gosync;

import java.util.List;

/**
 * What is to be done at one destination.
 *
 * @param additions what to add, in the source's spelling
 * @param removals what to remove, in the destination's own spelling
 * @param mode which halves are made, and in which order
 */
public record Change(List<String> additions, List<String> removals, Mode mode) {
    /** Copies both lists. A half that the mode leaves out must be empty. */
    public Change {
        additions = List.copyOf(additions);
        removals = List.copyOf(removals);
        if (leavesOut(mode, Action.ADD, additions) || leavesOut(mode, Action.REMOVE, removals)) {
            throw new IllegalArgumentException("The mode " + mode + " leaves out a half that is not empty");
        }
    }

    /**
     * Gives one half.
     *
     * @param action which
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
