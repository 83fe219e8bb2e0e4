package dev.gosync.adapter;

/** One half of a change. */
public enum Action {
    /** Additions. */
    ADD,
    /** Removals. */
    REMOVE
}
