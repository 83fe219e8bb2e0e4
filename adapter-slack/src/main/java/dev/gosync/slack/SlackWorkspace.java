package dev.gosync.slack;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.BaseUrl;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A Slack workspace, as an installed app sees it. It makes adapters for the workspace's conversations and user groups,
 * which share one connection and what was learnt about the workspace's people. Things are e-mail addresses, in any case.
 *
 * <p>Guests are people. Bots, people without an e-mail address, deactivated people and people of other workspaces are
 * never listed, added or removed.
 *
 * <p>Threads may share it. After {@link #close()} it and its places throw an {@link IllegalStateException} instead of
 * making a request.
 */
public final class SlackWorkspace implements AutoCloseable {
    private static final URI SLACK = URI.create("https://slack.com/api/");

    private final SlackApi api;
    private final SlackDirectory directory;
    private final ConversationNames names;

    private SlackWorkspace(Builder builder) {
        SlackClient client = new SlackClient(
                builder.token, builder.baseUrl, builder.httpClient, builder.retry.callTimeout(), builder.largestAnswer);
        this.api = new SlackApi(client, builder.teamId, builder.retry, Secrets.of(builder.token));
        this.directory = new SlackDirectory(api, builder.cacheFor);
        this.names = new ConversationNames(api, builder.cacheFor);
    }

    /**
     * Makes a workspace with the default settings. Makes no request.
     *
     * @param token the token of the app: a bot token ({@code xoxb-...}), or a user token if the workspace lets only
     *     people manage user groups
     * @return the workspace
     * @throws IllegalArgumentException if it cannot be a token; the message does not show it
     */
    public static SlackWorkspace of(String token) {
        return builder(token).build();
    }

    /**
     * Starts a workspace with other settings.
     *
     * @param token the token of the app, as for {@link #of}
     * @return a builder
     * @throws IllegalArgumentException if it cannot be a token; the message does not show it
     */
    public static Builder builder(String token) {
        return new Builder(token);
    }

    /**
     * Makes an adapter for a channel, public or private. Makes no request. The app must be a member of the channel to
     * write it, and to read a private one.
     *
     * @param idOrName its id, like {@code C0123}, or its name with the sign, like {@code #platform}
     * @return the adapter
     * @throws IllegalArgumentException if it is neither
     * @throws IllegalStateException if the workspace is closed
     */
    public Adapter conversation(String idOrName) {
        api.checkOpen();
        checked("idOrName", faultOf(Objects.requireNonNull(idOrName, "idOrName"), "#", "C0123", "#platform"));
        return new SlackConversation(api, directory, names, idOrName);
    }

    /**
     * Makes an adapter for a user group that must not become empty ({@link WhenEmpty#REFUSE}). Makes no request.
     *
     * @param idOrHandle its id, like {@code S0123}, or its handle with the sign, like {@code @platform-oncall}
     * @return the adapter
     * @throws IllegalArgumentException if it is neither
     * @throws IllegalStateException if the workspace is closed
     */
    public Adapter userGroup(String idOrHandle) {
        return userGroup(idOrHandle, WhenEmpty.REFUSE);
    }

    /**
     * Makes an adapter for a user group. Makes no request.
     *
     * @param idOrHandle its id, like {@code S0123}, or its handle with the sign, like {@code @platform-oncall}
     * @param whenEmpty what to do when the group would become empty
     * @return the adapter
     * @throws IllegalArgumentException if it is neither
     * @throws IllegalStateException if the workspace is closed
     */
    public Adapter userGroup(String idOrHandle, WhenEmpty whenEmpty) {
        api.checkOpen();
        checked(
                "idOrHandle",
                faultOf(Objects.requireNonNull(idOrHandle, "idOrHandle"), "@", "S0123", "@platform-oncall"));
        return new SlackUserGroup(api, directory, idOrHandle, Objects.requireNonNull(whenEmpty, "whenEmpty"));
    }

    /**
     * Closes the workspace and its places. Frees the connections, unless they belong to a client that was passed in.
     * Closing twice does no harm.
     */
    @Override
    public void close() {
        api.close();
    }

    /** {@return which workspace it is, without the token} */
    @Override
    public String toString() {
        return nameOf("Slack workspace", api.team());
    }

    /** The name of a place, with its workspace if that is configured, because names are the same in many workspaces. */
    static String nameOf(String place, @Nullable String team) {
        return team == null ? place : place + " (team " + team + ")";
    }

    /** {@return what is wrong with the id or name of a place, if something is} */
    static Optional<String> faultOf(String key, String sign, String exampleId, String exampleName) {
        boolean isId = key.matches("[A-Z][A-Z0-9]{2,}");
        boolean isName = key.startsWith(sign) && key.length() > 1 && key.chars().noneMatch(Character::isWhitespace);
        return isId || isName
                ? Optional.empty()
                : Optional.of("must be an id like " + exampleId + " or a name like " + exampleName);
    }

    private static void checked(String argument, Optional<String> fault) {
        fault.ifPresent(text -> {
            throw new IllegalArgumentException(argument + " " + text);
        });
    }

    /** Collects the settings of a workspace. For one thread only. */
    public static final class Builder {
        private final String token;
        private URI baseUrl = SLACK;
        private @Nullable String teamId;
        private @Nullable OkHttpClient httpClient;
        private Retry retry = Retry.standard();
        private Duration cacheFor = ExpiringMap.DEFAULT_AGE;
        private long largestAnswer = HttpAnswer.largest();

        private Builder(String token) {
            checked("token", faultOfToken(Objects.requireNonNull(token, "token")));
            this.token = token;
        }

        /**
         * Sets the address of Slack's Web API; {@code https://slack.com/api/} by default.
         *
         * @param baseUrl the beginning of every method's address, up to and including {@code /api/}
         * @return this builder
         * @throws IllegalArgumentException if it is not an address with {@code https}, or with plain {@code http} on this
         *     machine
         */
        public Builder baseUrl(URI baseUrl) {
            checked(
                    "baseUrl",
                    faultOfBaseUrl(Objects.requireNonNull(baseUrl, "baseUrl").toString()));
            this.baseUrl = BaseUrl.checked(baseUrl, SLACK.toString());
            return this;
        }

        /**
         * Sets the workspace. A token for a whole organization (Enterprise Grid) needs it. For other tokens it must be the
         * workspace of the token, and changes only the names of the places.
         *
         * @param teamId the id of the workspace, like {@code T0123}
         * @return this builder
         * @throws IllegalArgumentException if it is not such an id
         */
        public Builder teamId(String teamId) {
            checked("teamId", faultOfTeamId(Objects.requireNonNull(teamId, "teamId")));
            this.teamId = teamId;
            return this;
        }

        /**
         * Sets the HTTP client that makes the requests, for a proxy or for other certificates. The workspace uses it with
         * the timeouts of its {@link Retry} and without retries and redirects, and never closes it.
         *
         * @param httpClient the client, whose connections are shared
         * @return this builder
         */
        public Builder httpClient(OkHttpClient httpClient) {
            this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
            return this;
        }

        /**
         * Sets the retry policy of every call.
         *
         * @param retry how often to try, how long to wait, and on which clock
         * @return this builder
         */
        public Builder retry(Retry retry) {
            this.retry = Objects.requireNonNull(retry, "retry");
            return this;
        }

        /**
         * Sets how long to remember what was learnt about the workspace: its people and the names of its channels. By
         * default 15 minutes.
         *
         * @param cacheFor the time, positive
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder cacheFor(Duration cacheFor) {
            this.cacheFor = ExpiringMap.checkedAge("cacheFor", cacheFor);
            return this;
        }

        /** Sets how many bytes an answer may have. */
        Builder largestAnswer(long bytes) {
            this.largestAnswer = bytes;
            return this;
        }

        /** {@return the workspace} Makes no request. */
        public SlackWorkspace build() {
            return new SlackWorkspace(this);
        }

        /** {@return what is wrong with a token, if something is, without showing it} */
        static Optional<String> faultOfToken(String token) {
            boolean plain = !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7F);
            return plain ? Optional.empty() : Optional.of("is empty, or has characters that no token has");
        }

        /** {@return what is wrong with an address, if something is} */
        static Optional<String> faultOfBaseUrl(String url) {
            try {
                BaseUrl.checked(url, SLACK.toString());
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }

        /** {@return what is wrong with the id of a workspace, if something is} */
        static Optional<String> faultOfTeamId(String id) {
            return id.matches("T[A-Z0-9]{2,}")
                    ? Optional.empty()
                    : Optional.of("must be the id of a workspace, like T0123");
        }
    }
}
