package dev.gosync.slack;

/** What becomes of a user group that would have nobody: Slack's own documentation says that it cannot be empty. */
public enum WhenEmpty {
    /** Sends the empty list and checks that it took, which is up to the workspace. */
    CLEAR,
    /** Disables the group, which reads as empty then. It is enabled when somebody comes. */
    DISABLE,
    /** Fails before anything is written. The default. */
    REFUSE
}
