package dev.gosync.slack;

/**
 * What to do when a user group would become empty. Slack's documentation says that a user group cannot be empty. Threads
 * may share it.
 */
public enum WhenEmpty {
    /** Send the empty list, and read the group to check that it is empty. Some workspaces do not allow that. */
    CLEAR,
    /** Disable the group, which reads as empty then. It is enabled again when a member is added. */
    DISABLE,
    /**
     * Write nothing, so that the last members stay. This is a success: the report shows each of these members as done,
     * with a note that it was kept. The next plan wants to remove them again.
     */
    KEEP,
    /** Fail before anything is written. This is the default. */
    REFUSE
}
