package dev.gosync;

import java.util.List;

/** Which halves of a change are made, and in which order. */
public enum Mode {
    /** Adds what is missing and removes nothing. */
    ADD_ONLY(Action.ADD),
    /** Removes what should not be there and adds nothing. */
    REMOVE_ONLY(Action.REMOVE),
    /** Removes first: never one member too many. The default. */
    REMOVE_ADD(Action.REMOVE, Action.ADD),
    /** Adds first: never one member too few. */
    ADD_REMOVE(Action.ADD, Action.REMOVE);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Action> actions;

    Mode(Action... actions) {
        this.actions = List.of(actions);
    }

    /** {@return the halves of this mode, in their order} */
    public List<Action> actions() {
        return actions;
    }
}
