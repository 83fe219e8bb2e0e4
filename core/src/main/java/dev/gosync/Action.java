package dev.gosync;

/** One half of a change. */
public enum Action {
    /** Things are added. */
    ADD,
    /** Things are removed. */
    REMOVE
}
