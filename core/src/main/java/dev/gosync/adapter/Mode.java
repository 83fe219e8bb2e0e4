package dev.gosync.adapter;

import java.util.List;

/** Which halves of a change are run, and in which order. */
public enum Mode {
    /** Adds missing things and removes nothing. */
    ADD_ONLY(Action.ADD),
    /** Removes unwanted things and adds nothing. */
    REMOVE_ONLY(Action.REMOVE),
    /** Removes first, so there is never a member too many. */
    REMOVE_ADD(Action.REMOVE, Action.ADD),
    /** Adds first, so there is never a member too few. The default. */
    ADD_REMOVE(Action.ADD, Action.REMOVE);

    /** The mode of a sync that sets none: {@link #ADD_REMOVE}. */
    public static final Mode DEFAULT = ADD_REMOVE;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Action> actions;

    Mode(Action... actions) {
        this.actions = List.of(actions);
    }

    /** {@return the halves, in order} */
    public List<Action> actions() {
        return actions;
    }
}
