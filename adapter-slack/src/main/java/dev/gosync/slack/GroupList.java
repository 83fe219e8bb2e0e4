package dev.gosync.slack;

import com.slack.api.methods.response.usergroups.users.UsergroupsUsersListResponse;
import com.slack.api.methods.response.usergroups.users.UsergroupsUsersUpdateResponse;
import com.slack.api.model.Usergroup;
import dev.gosync.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The list of ids that a user group has, call by call. */
final class GroupList {
    /** What Slack answers where it takes the list but for somebody on it, or does not take an empty one. */
    private static final Set<String> ABOUT_PEOPLE = Set.of(
            "failed_for_some_users",
            "invalid_user",
            "invalid_users",
            "no_users_provided",
            "single_channel_guests_cannot_be_added",
            "user_not_found",
            "users_not_found");

    /**
     * What became of a list.
     *
     * @param refusal the code that says that it was not taken because of who is on it
     * @param disabled whether Slack says that the group is not in use
     */
    record Update(Optional<String> refusal, boolean disabled) {
        boolean taken() {
            return refusal.isEmpty();
        }
    }

    private final WebApi api;
    private final String place;
    private final String group;

    GroupList(WebApi api, String place, String group) {
        this.api = api;
        this.place = place;
        this.group = group;
    }

    /** Who is on it now, also where the group is disabled. */
    Set<String> read() throws InterruptedException {
        UsergroupsUsersListResponse answer = api.call(
                place,
                Method.USERGROUPS_USERS_LIST,
                slack -> slack.usergroupsUsersList(request ->
                        request.usergroup(group).includeDisabled(true).teamId(api.team())));
        return new LinkedHashSet<>(api.present(place, Method.USERGROUPS_USERS_LIST, "users", answer.getUsers()));
    }

    /** Replaces it. */
    Update write(Collection<String> ids) throws InterruptedException {
        UsergroupsUsersUpdateResponse answer = api.call(
                place,
                Method.USERGROUPS_USERS_UPDATE,
                refusal -> isAboutPeople(String.valueOf(refusal.getError()), ids),
                slack -> slack.usergroupsUsersUpdate(request ->
                        request.usergroup(group).users(new ArrayList<>(ids)).teamId(api.team())));
        if (!answer.isOk()) {
            return new Update(Optional.of(answer.getError()), false);
        }
        Usergroup after = answer.getUsergroup();
        return new Update(Optional.empty(), after != null && GroupState.isDisabled(after));
    }

    /** What an empty list is refused with is not documented. */
    private static boolean isAboutPeople(String code, Collection<String> ids) {
        return ABOUT_PEOPLE.contains(code) || (ids.isEmpty() && Refusals.kind(code) == Kind.INVALID_REQUEST);
    }

    void enable() throws InterruptedException {
        api.call(
                place,
                Method.USERGROUPS_ENABLE,
                slack -> slack.usergroupsEnable(
                        request -> request.usergroup(group).teamId(api.team())));
    }

    void disable() throws InterruptedException {
        api.call(
                place,
                Method.USERGROUPS_DISABLE,
                slack -> slack.usergroupsDisable(
                        request -> request.usergroup(group).teamId(api.team())));
    }
}
