package dev.gosync.slack;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.response.usergroups.users.UsergroupsUsersListResponse;
import com.slack.api.methods.response.usergroups.users.UsergroupsUsersUpdateResponse;
import com.slack.api.model.Usergroup;
import dev.gosync.adapter.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
     * @param sent it
     * @param refusal the code that says that it was not taken because of who is on it
     * @param disabled whether Slack says that the group is not in use
     */
    record Update(Set<String> sent, Optional<String> refusal, boolean disabled) {}

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
        return members(api.call(place, Method.USERGROUPS_USERS_LIST, this::list));
    }

    private UsergroupsUsersListResponse list(MethodsClient slack) throws IOException, SlackApiException {
        return slack.usergroupsUsersList(
                request -> request.usergroup(group).includeDisabled(true).teamId(api.team()));
    }

    private Set<String> members(UsergroupsUsersListResponse answer) {
        return new LinkedHashSet<>(api.present(place, Method.USERGROUPS_USERS_LIST, "users", answer.getUsers()));
    }

    /**
     * Replaces it by what an edit makes of who is there. Slack may say to come back minutes later, and an answer may be
     * lost, so each further attempt makes it of who is there by then.
     *
     * @param there as it was just read
     */
    Update write(Set<String> there, UnaryOperator<Set<String>> edit) throws InterruptedException {
        AtomicReference<@Nullable Set<String>> fresh = new AtomicReference<>(there);
        AtomicReference<Set<String>> sent = new AtomicReference<>(Set.of());
        UsergroupsUsersUpdateResponse answer = api.call(
                place,
                Method.USERGROUPS_USERS_UPDATE,
                refusal -> isAboutPeople(String.valueOf(refusal.getError()), sent.get()),
                slack -> {
                    Set<String> now = fresh.getAndSet(null);
                    sent.set(edit.apply(now == null ? members(readOnce(slack)) : now));
                    return slack.usergroupsUsersUpdate(request -> request.usergroup(group)
                            .users(new ArrayList<>(sent.get()))
                            .teamId(api.team()));
                });
        if (!answer.isOk()) {
            return new Update(sent.get(), Optional.of(answer.getError()), false);
        }
        Usergroup after = answer.getUsergroup();
        return new Update(sent.get(), Optional.empty(), after != null && GroupState.isDisabled(after));
    }

    /** A part of another call: whatever goes wrong is that call's. */
    private UsergroupsUsersListResponse readOnce(MethodsClient slack) throws IOException, SlackApiException {
        UsergroupsUsersListResponse answer = list(slack);
        if (!answer.isOk()) {
            throw api.refusals().of(place, Method.USERGROUPS_USERS_LIST, answer);
        }
        return answer;
    }

    /** What an empty list is refused with is not documented. */
    private static boolean isAboutPeople(String code, Collection<String> ids) {
        return ABOUT_PEOPLE.contains(code) || (ids.isEmpty() && Refusals.kind(code) == FailureKind.INVALID_REQUEST);
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
