package dev.gosync.slack;

import com.google.gson.JsonParseException;
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
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
import com.slack.api.util.http.SlackHttpClient;
import com.slack.api.util.http.UserAgentInterceptor;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Pages;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Calls Slack's Web API, through Slack's own client. The only class that sends requests. Threads may share it. */
final class SlackApi implements AutoCloseable {
    /** The largest page of a list: Slack wants fewer than 1000. */
    private static final int PAGE = 999;

    /** Slack says so if a user does not exist, or if the token may not see them. */
    private static final Set<String> NO_SUCH_USER = Set.of("user_not_found", "user_not_visible", "users_not_found");

    /** Causes may form a circle. */
    private static final int DEEPEST_CAUSE = 20;

    private static final List<ConversationType> CHANNELS =
            List.of(ConversationType.PUBLIC_CHANNEL, ConversationType.PRIVATE_CHANNEL);

    /** One request through Slack's client. */
    private interface Request<T> {
        T by(MethodsClient slack) throws IOException, SlackApiException;
    }

    /** An answer whose HTTP status is not a success. */
    private static final class StatusException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient HttpAnswer answer;

        StatusException(HttpAnswer answer) {
            super(answer.toString());
            this.answer = answer;
        }
    }

    private final String token;
    private final URI baseUrl;
    private final @Nullable String team;
    private final @Nullable OkHttpClient callersClient;
    private final Retry retry;
    private final long largestAnswer;
    private final Secrets secrets;
    private final SlackFailures failures;

    private @Nullable OkHttpClient ownClient;
    private @Nullable MethodsClient slack;
    private boolean closed;

    SlackApi(
            String token,
            URI baseUrl,
            @Nullable String team,
            @Nullable OkHttpClient callersClient,
            Retry retry,
            long largestAnswer) {
        this.token = token;
        this.baseUrl = baseUrl;
        this.team = team;
        this.callersClient = callersClient;
        this.retry = retry;
        this.largestAnswer = largestAnswer;
        this.secrets = Secrets.of(token);
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

    // People

    /** The id of the workspace or the organization that the token is for. */
    String teamOfToken(String place) throws InterruptedException {
        return present(
                place,
                Method.AUTH_TEST,
                "team_id",
                call(place, Method.AUTH_TEST, client -> client.authTest(request -> request))
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
                client -> client.usersList(
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
                client -> client.usersInfo(request -> request.user(id)));
        return answer.isOk()
                ? Optional.of(present(place, Method.USERS_INFO, "user", answer.getUser()))
                : Optional.empty();
    }

    /** Finds an account by its e-mail address. */
    Optional<User> userByEmail(String place, String email) throws InterruptedException {
        UsersLookupByEmailResponse answer = call(
                place,
                Method.USERS_LOOKUP_BY_EMAIL,
                SlackApi::isNoSuchUser,
                client -> client.usersLookupByEmail(request -> request.email(email)));
        return answer.isOk()
                ? Optional.of(present(place, Method.USERS_LOOKUP_BY_EMAIL, "user", answer.getUser()))
                : Optional.empty();
    }

    private static boolean isNoSuchUser(SlackApiTextResponse error) {
        return NO_SUCH_USER.contains(String.valueOf(error.getError()));
    }

    // Conversations

    Conversation conversation(String place, String id) throws InterruptedException {
        return present(
                place,
                Method.CONVERSATIONS_INFO,
                "channel",
                call(
                                place,
                                Method.CONVERSATIONS_INFO,
                                client -> client.conversationsInfo(request -> request.channel(id)))
                        .getChannel());
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
                    client -> client.conversationsList(request ->
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
                    client -> client.conversationsMembers(
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

    /** Invites people. Slack invites those it can, and lists the others. */
    ConversationsInviteResponse invite(
            String place, String conversation, List<String> ids, Predicate<ConversationsInviteResponse> isExpected)
            throws InterruptedException {
        return call(
                place,
                Method.CONVERSATIONS_INVITE,
                isExpected,
                client -> client.conversationsInvite(
                        request -> request.channel(conversation).users(ids).force(true)));
    }

    ConversationsKickResponse kick(
            String place, String conversation, String id, Predicate<ConversationsKickResponse> isExpected)
            throws InterruptedException {
        return call(
                place,
                Method.CONVERSATIONS_KICK,
                isExpected,
                client -> client.conversationsKick(
                        request -> request.channel(conversation).user(id)));
    }

    // User groups

    /** All user groups of the workspace, also disabled ones. */
    List<Usergroup> userGroups(String place) throws InterruptedException {
        return present(
                place,
                Method.USERGROUPS_LIST,
                "usergroups",
                call(
                                place,
                                Method.USERGROUPS_LIST,
                                client -> client.usergroupsList(
                                        request -> request.includeDisabled(true).teamId(team)))
                        .getUsergroups());
    }

    /** The ids on the list of a user group, also if it is disabled. */
    List<String> groupMembers(String place, String group) throws InterruptedException {
        MethodsClient client = client();
        return retry.call(place, Method.USERGROUPS_USERS_LIST.text(), () -> groupMembersOnce(place, group, client));
    }

    /** The same with one request, which is not retried: it is part of another call. */
    List<String> groupMembersOnce(String place, String group) throws IOException {
        return groupMembersOnce(place, group, client());
    }

    private List<String> groupMembersOnce(String place, String group, MethodsClient client) throws IOException {
        return present(
                place,
                Method.USERGROUPS_USERS_LIST,
                "users",
                once(
                                place,
                                Method.USERGROUPS_USERS_LIST,
                                error -> false,
                                client,
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
        MethodsClient client = client();
        return retry.call(place, Method.USERGROUPS_USERS_UPDATE.text(), () -> {
            List<String> ids = members.run();
            return once(
                    place,
                    Method.USERGROUPS_USERS_UPDATE,
                    isExpected,
                    client,
                    slack -> slack.usergroupsUsersUpdate(
                            request -> request.usergroup(group).users(ids).teamId(team)));
        });
    }

    /** Enables a user group, and returns the group if the answer shows it. */
    Optional<Usergroup> enable(String place, String group) throws InterruptedException {
        return Optional.ofNullable(call(
                        place,
                        Method.USERGROUPS_ENABLE,
                        client -> client.usergroupsEnable(
                                request -> request.usergroup(group).teamId(team)))
                .getUsergroup());
    }

    /** Disables a user group, and returns the group if the answer shows it. */
    Optional<Usergroup> disable(String place, String group) throws InterruptedException {
        return Optional.ofNullable(call(
                        place,
                        Method.USERGROUPS_DISABLE,
                        client -> client.usergroupsDisable(
                                request -> request.usergroup(group).teamId(team)))
                .getUsergroup());
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
        MethodsClient client = client();
        return retry.call(place, method.text(), () -> once(place, method, isExpected, client, request));
    }

    private <T extends SlackApiTextResponse> T once(
            String place, Method method, Predicate<T> isExpected, MethodsClient client, Request<T> request)
            throws IOException {
        @Nullable T answer;
        try {
            answer = request.by(client);
        } catch (StatusException e) {
            throw failures.of(place, method, e.answer);
        } catch (IOException e) {
            throw withoutSecrets(e);
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

    /** The message about an answer that is not HTTP quotes it, and it may repeat the token. */
    private IOException withoutSecrets(IOException e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            String text = cause.toString();
            if (!secrets.masked(text).equals(text)) {
                return new IOException(secrets.words(e.getMessage()));
            }
            cause = cause.getCause();
        }
        return e;
    }

    // The client

    /** Throws if the workspace is closed. */
    synchronized void mustBeOpen() {
        if (closed) {
            throw new IllegalStateException("The Slack workspace is closed");
        }
    }

    private synchronized MethodsClient client() {
        mustBeOpen();
        if (slack == null) {
            SlackConfig config = new SlackConfig();
            config.setMethodsEndpointUrlPrefix(baseUrl.toString());
            config.setStatsEnabled(false);
            config.setHttpClientResponseHandlers(List.of()); // they would log whole bodies
            slack = Slack.getInstance(config, new SlackHttpClient(http())).methods(token);
        }
        return slack;
    }

    private OkHttpClient http() {
        OkHttpClient.Builder client;
        if (callersClient == null) {
            ownClient = new OkHttpClient.Builder()
                    .proxyAuthenticator(Authenticator.JAVA_NET_AUTHENTICATOR)
                    .build();
            client = ownClient.newBuilder();
        } else {
            client = callersClient.newBuilder();
        }
        Duration timeout = retry.callTimeout();
        return client.retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .callTimeout(timeout)
                .addInterceptor(new UserAgentInterceptor(Map.of()))
                .addInterceptor(this::read)
                .addNetworkInterceptor(SlackApi::onlyOnce)
                .build();
    }

    /** Reads an answer with a limit. Slack's client would log a body that comes with an error status, so it never sees one. */
    private Response read(Interceptor.Chain chain) throws IOException {
        try (Response response = chain.proceed(chain.request())) {
            ResponseBody body = response.body();
            if (!response.isSuccessful()) {
                throw new StatusException(HttpAnswer.read(
                        response.code(), response.headers().toMultimap(), body.byteStream(), largestAnswer));
            }
            byte[] bytes = HttpAnswer.counted(body.byteStream(), largestAnswer).readAllBytes();
            return response.newBuilder()
                    .body(ResponseBody.create(bytes, body.contentType()))
                    .build();
        }
    }

    /** OkHttp repeats a request by itself if a 503 says {@code Retry-After: 0}, but not if it names a date in the past. */
    private static Response onlyOnce(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.code() == 503
                        && String.valueOf(response.header("Retry-After")).matches("0+")
                ? response.newBuilder()
                        .header("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT")
                        .build()
                : response;
    }

    /** Frees the connections, unless they belong to the caller's client. Closing twice does no harm. */
    @Override
    public synchronized void close() {
        closed = true;
        if (ownClient != null) {
            ownClient.dispatcher().executorService().shutdown();
            ownClient.connectionPool().evictAll();
        }
    }
}
