package dev.gosync.slack;

import com.slack.api.model.Usergroup;

/**
 * Which user group, and whether it is in use.
 *
 * @param id what Slack knows it by
 * @param enabled false once it was disabled; it keeps its list then
 */
record GroupState(String id, boolean enabled) {
    static GroupState of(Usergroup group) {
        return new GroupState(group.getId(), !isDisabled(group));
    }

    /** When it was disabled; 0 means never. */
    static boolean isDisabled(Usergroup group) {
        return group.getDateDelete() != null && group.getDateDelete() > 0;
    }
}
