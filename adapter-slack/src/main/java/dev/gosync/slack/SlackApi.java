package dev.gosync.slack;

import com.google.gson.JsonParseException;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.response.conversations.ConversationsInviteResponse;
import com.slack.api.methods.response.conversations.ConversationsKickResponse;
import com.slack.api.methods.response.conversations.ConversationsListResponse;
import com.slack.api.methods.response.conversations.ConversationsMembersResponse;
import com.slack.api.methods.response.usergroups.users.UsergroupsUsersUpdateResponse;
import com.slack.api.methods.response.users.UsersInfoResponse;
import com.slack.api.methods.response.users.UsersListResponse;
import com.slack.api.methods.response.users.UsersLookupByEmailResponse;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import com.slack.api.model.ResponseMetadata;
import com.slack.api.model.User;
import com.slack.api.model.Usergroup;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.Pages;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Calls Slack's Web API, through Slack's own client. The only class that sends requests. Threads may share it. */
final class SlackApi implements AutoCloseable {
    /** The largest page of a list: Slack wants fewer than 1000. */
    private static final int PAGE = 999;

    private static final List<ConversationType> CHANNELS =
            List.of(ConversationType.PUBLIC_CHANNEL, ConversationType.PRIVATE_CHANNEL);

    /** One request through Slack's client. */
    private interface Request<T> {
        T by(MethodsClient slack) throws IOException, SlackApiException;
    }

    private final SlackClient client;
    private final @Nullable String team;
    private final Retry retry;
    private final Secrets secrets;
    private final SlackFailures failures;

    SlackApi(SlackClient client, @Nullable String team, Retry retry, Secrets secrets) {
        this.client = client;
        this.team = team;
        this.retry = retry;
        this.secrets = secrets;
        this.failures = new SlackFailures(retry, secrets);
    }

    /** The id of the workspace, if it was configured. Requests leave out what is null. */
    @Nullable String team() {
        return team;
    }

    Retry retry() {
        return retry;
    }

    SlackFailures failures() {
        return failures;
    }

    /** Throws an {@link IllegalStateException} after {@link #close}. */
    void checkOpen() {
        client.checkOpen();
    }

    @Override
    public void close() {
        client.close();
    }

    // People

    /** The id of the workspace or the organization that the token is for. */
    String teamOfToken(String place) throws InterruptedException {
        return present(
                place,
                Method.AUTH_TEST,
                "team_id",
                call(place, Method.AUTH_TEST, slack -> slack.authTest(request -> request))
                        .getTeamId());
    }

    /**
     * Reads one page of the workspace's accounts, each of which has an id.
     *
     * @param cursor where the page begins; {@code null} for the first page
     * @return the page; empty if Slack does not know the cursor any more
     */
    Optional<UsersListResponse> users(String place, @Nullable String cursor) throws InterruptedException {
        UsersListResponse page = call(
                place,
                Method.USERS_LIST,
                error -> cursor != null && "invalid_cursor".equals(error.getError()),
                slack -> slack.usersList(
                        request -> request.limit(PAGE).cursor(cursor).teamId(team)));
        if (!page.isOk()) {
            return Optional.empty();
        }
        for (User user : present(place, Method.USERS_LIST, "members", page.getMembers())) {
            present(place, Method.USERS_LIST, "id of an account", user.getId());
        }
        return Optional.of(page);
    }

    /** Finds an account by its id. */
    Optional<User> user(String place, String id) throws InterruptedException {
        UsersInfoResponse answer = call(
                place,
                Method.USERS_INFO,
                SlackApi::isNoSuchUser,
                slack -> slack.usersInfo(request -> request.user(id)));
        return found(place, Method.USERS_INFO, answer.isOk(), answer.getUser());
    }

    /** Finds an account by its e-mail address. */
    Optional<User> userByEmail(String place, String email) throws InterruptedException {
        UsersLookupByEmailResponse answer = call(
                place,
                Method.USERS_LOOKUP_BY_EMAIL,
                SlackApi::isNoSuchUser,
                slack -> slack.usersLookupByEmail(request -> request.email(email)));
        return found(place, Method.USERS_LOOKUP_BY_EMAIL, answer.isOk(), answer.getUser());
    }

    private Optional<User> found(String place, Method method, boolean isFound, @Nullable User user) {
        if (!isFound) {
            return Optional.empty();
        }
        User found = present(place, method, "user", user);
        present(place, method, "id of an account", found.getId());
        return Optional.of(found);
    }

    private static boolean isNoSuchUser(SlackApiTextResponse error) {
        return SlackFailures.NO_SUCH_USER.contains(String.valueOf(error.getError()));
    }

    // Conversations

    Conversation conversation(String place, String id) throws InterruptedException {
        Conversation conversation = present(
                place,
                Method.CONVERSATIONS_INFO,
                "channel",
                call(place, Method.CONVERSATIONS_INFO, slack -> slack.conversationsInfo(request -> request.channel(id)))
                        .getChannel());
        present(place, Method.CONVERSATIONS_INFO, "id of a channel", conversation.getId());
        return conversation;
    }

    /** Every channel of the workspace that the app may see, also archived ones. */
    List<Conversation> channels(String place) throws InterruptedException {
        List<Conversation> all = new ArrayList<>();
        Pages pages = Pages.of(place, Method.CONVERSATIONS_LIST.text());
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            String cursor = cursor(next.get());
            ConversationsListResponse page = call(
                    place,
                    Method.CONVERSATIONS_LIST,
                    slack -> slack.conversationsList(request ->
                            request.types(CHANNELS).limit(PAGE).cursor(cursor).teamId(team)));
            List<Conversation> channels = present(place, Method.CONVERSATIONS_LIST, "channels", page.getChannels());
            all.addAll(channels);
            next = pages.next(
                    channels.stream()
                            .map(Conversation::getId)
                            .filter(Objects::nonNull)
                            .toList(),
                    nextCursor(page.getResponseMetadata()));
        }
        return all;
    }

    /** The ids of all members of a conversation. */
    Set<String> members(String place, String conversation) throws InterruptedException {
        Set<String> all = new LinkedHashSet<>();
        Pages pages = Pages.of(place, Method.CONVERSATIONS_MEMBERS.text());
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            String cursor = cursor(next.get());
            ConversationsMembersResponse page = call(
                    place,
                    Method.CONVERSATIONS_MEMBERS,
                    slack -> slack.conversationsMembers(
                            request -> request.channel(conversation).limit(PAGE).cursor(cursor)));
            List<String> members = present(place, Method.CONVERSATIONS_MEMBERS, "members", page.getMembers());
            all.addAll(members);
            next = pages.next(members, nextCursor(page.getResponseMetadata()));
        }
        return all;
    }

    private static @Nullable String cursor(String next) {
        return next.isEmpty() ? null : next;
    }

    /** Where the next page begins, if there is one. */
    static @Nullable String nextCursor(@Nullable ResponseMetadata metadata) {
        return metadata == null ? null : metadata.getNextCursor();
    }

    /**
     * Invites people. Slack invites those it can, and lists the others.
     *
     * @param sent gets the ids if the answer to an attempt before the last one was lost, which may have made members of them
     */
    ConversationsInviteResponse invite(
            String place,
            String conversation,
            List<String> ids,
            Set<String> sent,
            Predicate<ConversationsInviteResponse> isExpected)
            throws InterruptedException {
        AtomicBoolean isUnanswered = new AtomicBoolean();
        AtomicBoolean wasLost = new AtomicBoolean();
        ConversationsInviteResponse last = call(place, Method.CONVERSATIONS_INVITE, isExpected, slack -> {
            if (isUnanswered.getAndSet(true)) {
                wasLost.set(true);
            }
            try {
                ConversationsInviteResponse answer = slack.conversationsInvite(
                        request -> request.channel(conversation).users(ids).force(true));
                isUnanswered.set(false);
                return answer;
            } catch (SlackClient.StatusException e) {
                isUnanswered.set(e.answer().status() >= 500);
                throw e;
            }
        });
        if (wasLost.get()) {
            sent.addAll(ids);
        }
        return last;
    }

    ConversationsKickResponse kick(
            String place, String conversation, String id, Predicate<ConversationsKickResponse> isExpected)
            throws InterruptedException {
        return call(
                place,
                Method.CONVERSATIONS_KICK,
                isExpected,
                slack -> slack.conversationsKick(
                        request -> request.channel(conversation).user(id)));
    }

    // User groups

    /** All user groups of the workspace, also disabled ones. */
    List<Usergroup> userGroups(String place) throws InterruptedException {
        List<Usergroup> groups = present(
                place,
                Method.USERGROUPS_LIST,
                "usergroups",
                call(
                                place,
                                Method.USERGROUPS_LIST,
                                slack -> slack.usergroupsList(
                                        request -> request.includeDisabled(true).teamId(team)))
                        .getUsergroups());
        for (Usergroup group : groups) {
            present(place, Method.USERGROUPS_LIST, "id of a user group", group.getId());
        }
        return groups;
    }

    /** The ids on the list of a user group, also if it is disabled. */
    List<String> groupMembers(String place, String group) throws InterruptedException {
        return retried(place, Method.USERGROUPS_USERS_LIST, () -> groupMembersOnce(place, group));
    }

    /** The same with one request, which is not retried: it is part of another call. */
    List<String> groupMembersOnce(String place, String group) throws IOException {
        return present(
                place,
                Method.USERGROUPS_USERS_LIST,
                "users",
                attempt(
                                place,
                                Method.USERGROUPS_USERS_LIST,
                                error -> false,
                                slack -> slack.usergroupsUsersList(request -> request.usergroup(group)
                                        .includeDisabled(true)
                                        .teamId(team)))
                        .getUsers());
    }

    /**
     * Replaces the list of a user group.
     *
     * @param members gives the list for each attempt
     */
    UsergroupsUsersUpdateResponse replaceGroupMembers(
            String place,
            String group,
            Retry.Call<List<String>> members,
            Predicate<UsergroupsUsersUpdateResponse> isExpected)
            throws InterruptedException {
        return retried(place, Method.USERGROUPS_USERS_UPDATE, () -> {
            List<String> ids = members.run();
            return attempt(
                    place,
                    Method.USERGROUPS_USERS_UPDATE,
                    isExpected,
                    slack -> slack.usergroupsUsersUpdate(
                            request -> request.usergroup(group).users(ids).teamId(team)));
        });
    }

    /** Enables a user group, and returns the group if the answer shows it. */
    Optional<Usergroup> enable(String place, String group) throws InterruptedException {
        return Optional.ofNullable(call(
                        place,
                        Method.USERGROUPS_ENABLE,
                        slack -> slack.usergroupsEnable(
                                request -> request.usergroup(group).teamId(team)))
                .getUsergroup());
    }

    /**
     * Disables a user group, and returns the group if the answer shows it.
     *
     * @param before runs before each attempt
     */
    Optional<Usergroup> disable(String place, String group, Retry.Call<?> before) throws InterruptedException {
        return retried(place, Method.USERGROUPS_DISABLE, () -> {
            before.run();
            return Optional.ofNullable(attempt(
                            place,
                            Method.USERGROUPS_DISABLE,
                            error -> false,
                            slack -> slack.usergroupsDisable(
                                    request -> request.usergroup(group).teamId(team)))
                    .getUsergroup());
        });
    }

    // Requests

    private <T extends SlackApiTextResponse> T call(String place, Method method, Request<T> request)
            throws InterruptedException {
        return call(place, method, error -> false, request);
    }

    /**
     * Makes one call.
     *
     * @param isExpected whether an error is an answer that the caller handles
     */
    private <T extends SlackApiTextResponse> T call(
            String place, Method method, Predicate<T> isExpected, Request<T> request) throws InterruptedException {
        return retried(place, method, () -> attempt(place, method, isExpected, request));
    }

    private <T> T retried(String place, Method method, Retry.Call<T> attempt) throws InterruptedException {
        client.checkOpen();
        return retry.call(place, method.text(), attempt);
    }

    private <T extends SlackApiTextResponse> T attempt(
            String place, Method method, Predicate<T> isExpected, Request<T> request) throws IOException {
        @Nullable T answer;
        try {
            answer = request.by(client.methods());
        } catch (SlackClient.StatusException e) {
            throw failures.of(place, method, e.answer());
        } catch (IOException e) {
            throw secrets.withoutSecrets(e);
        } catch (SlackApiException | JsonParseException | NullPointerException e) { // thrown by Slack's client
            throw failures.malformed(place, method, "the answer is not the JSON that Slack sends");
        }
        if (answer == null) {
            throw failures.malformed(place, method, "the answer is empty");
        }
        if (answer.isOk() || isExpected.test(answer)) {
            return answer;
        }
        throw failures.of(place, method, answer);
    }

    /** Checks that an answer holds what it must hold, and that a list holds no null. */
    private <T> T present(String place, Method method, String what, @Nullable T value) {
        if (value == null
                || (value instanceof Collection<?> list && list.stream().anyMatch(Objects::isNull))) {
            throw failures.malformed(place, method, "the answer holds no " + what);
        }
        return value;
    }
}
