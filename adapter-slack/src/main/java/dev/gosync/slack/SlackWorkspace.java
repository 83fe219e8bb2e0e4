package dev.gosync.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.util.http.SlackHttpClient;
import com.slack.api.util.http.UserAgentInterceptor;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Retry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A Slack workspace, as an app sees it that is installed there: makes its conversations and user groups, which share one
 * connection and what is learnt of the workspace's people. Things are e-mail addresses, in any case.
 *
 * <p>Bots, people without an e-mail address, deactivated people and people of other workspaces are never listed, added
 * or removed, and stay where they are. Guests are people.
 *
 * <p>Safe for use by several threads. Closing it ends its places; they are closed with it.
 */
public final class SlackWorkspace implements AutoCloseable {
    private static final String SLACK = "https://slack.com/api/";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final OkHttpClient http;
    private final boolean closesHttp;
    private final WebApi api;
    private final Directory directory;
    private final Conversations conversations;

    private SlackWorkspace(Builder builder) {
        this.closesHttp = builder.http == null;
        this.http = once(builder.http == null ? new OkHttpClient() : builder.http, builder.retry);
        SlackConfig config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(builder.baseUrl);
        config.setStatsEnabled(false);
        config.setHttpClientResponseHandlers(List.of()); // they would log what is answered
        Slack slack = Slack.getInstance(config, new SlackHttpClient(http));
        this.api = new WebApi(slack.methods(builder.token), builder.retry, Optional.ofNullable(builder.teamId));
        this.directory = new Directory(api);
        this.conversations = new Conversations(api);
    }

    /**
     * A workspace with the usual settings.
     *
     * @param token of the app: a bot token ({@code xoxb-...}), or a user token where the workspace lets only people
     *     manage user groups
     * @return the workspace; nothing was asked of it yet
     * @throws IllegalArgumentException if this can be no token; the message does not show it
     */
    public static SlackWorkspace of(String token) {
        return builder(token).build();
    }

    /**
     * Starts a workspace with settings of one's own.
     *
     * @param token of the app, as for {@link #of}
     * @return a builder
     * @throws IllegalArgumentException if this can be no token; the message does not show it
     */
    public static Builder builder(String token) {
        return new Builder(token);
    }

    /**
     * A channel, public or private. The app has to be in it for it to be written, and for a private one to be read.
     *
     * @param idOrName its id, like {@code C0123}, or its name with the sign, like {@code #platform}
     * @return a place that nothing was asked of yet
     * @throws IllegalArgumentException if it is neither
     */
    public Adapter conversation(String idOrName) {
        return new SlackConversation(api, directory, conversations, checked(idOrName, "#", "C0123", "#platform"));
    }

    /**
     * A user group that is never left empty ({@link WhenEmpty#REFUSE}).
     *
     * @param idOrHandle its id, like {@code S0123}, or its handle with the sign, like {@code @platform-oncall}
     * @return a place that nothing was asked of yet
     * @throws IllegalArgumentException if it is neither
     */
    public Adapter userGroup(String idOrHandle) {
        return userGroup(idOrHandle, WhenEmpty.REFUSE);
    }

    /**
     * A user group.
     *
     * @param idOrHandle its id, like {@code S0123}, or its handle with the sign, like {@code @platform-oncall}
     * @param whenEmpty what becomes of it when it would have nobody
     * @return a place that nothing was asked of yet
     * @throws IllegalArgumentException if it is neither
     */
    public Adapter userGroup(String idOrHandle, WhenEmpty whenEmpty) {
        return new SlackUserGroup(
                api,
                directory,
                checked(idOrHandle, "@", "S0123", "@platform-oncall"),
                Objects.requireNonNull(whenEmpty, "whenEmpty"));
    }

    /** Frees the connections, unless they are those of a client that was handed in. Closing twice is harmless. */
    @Override
    public void close() {
        if (closesHttp) {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }

    /** {@return which workspace, without the token} */
    @Override
    public String toString() {
        return nameOf("Slack workspace", api.team());
    }

    /** What is called so in messages: with the workspace where that was told, as names are the same in many. */
    static String nameOf(String place, @Nullable String team) {
        return team == null ? place : place + " (team " + team + ")";
    }

    /** {@return what is wrong with a place's key, if something is} */
    static Optional<String> faultOf(String key, String sign, String exampleId, String exampleName) {
        boolean isId = key.matches("[A-Z][A-Z0-9]{2,}");
        boolean isName = key.startsWith(sign) && key.length() > 1 && key.chars().noneMatch(Character::isWhitespace);
        return isId || isName
                ? Optional.empty()
                : Optional.of("must be an id like " + exampleId + ", or a name like " + exampleName
                        + ", which YAML wants in quotes");
    }

    private static String checked(String key, String sign, String exampleId, String exampleName) {
        faultOf(key, sign, exampleId, exampleName).ifPresent(fault -> {
            throw new IllegalArgumentException("'" + key + "' " + fault);
        });
        return key;
    }

    /** One attempt is one request, to that address and no other, and ends with the gate's timeout. */
    private static OkHttpClient once(OkHttpClient client, Retry retry) {
        return client.newBuilder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(retry.callTimeout())
                .readTimeout(retry.callTimeout())
                .writeTimeout(retry.callTimeout())
                .callTimeout(retry.callTimeout())
                .addInterceptor(new UserAgentInterceptor(Map.of()))
                .build();
    }

    /** Collects the settings of a workspace. Not for use by several threads. */
    public static final class Builder {
        private final String token;
        private String baseUrl = SLACK;
        private @Nullable String teamId;
        private @Nullable OkHttpClient http;
        private Retry retry = Retry.standard();

        private Builder(String token) {
            faultOfToken(token).ifPresent(fault -> {
                throw new IllegalArgumentException("The token " + fault);
            });
            this.token = token;
        }

        /**
         * Sets where Slack's Web API is; {@code https://slack.com/api/} by default.
         *
         * @param baseUrl the prefix of all methods, up to and including {@code /api/}
         * @return this builder
         * @throws IllegalArgumentException if it is no address of HTTP
         */
        public Builder baseUrl(String baseUrl) {
            faultOfBaseUrl(baseUrl).ifPresent(fault -> {
                throw new IllegalArgumentException("The base URL " + fault);
            });
            this.baseUrl = baseUrl;
            return this;
        }

        /**
         * Sets which workspace is meant: needed with a token of a whole organization, harmless with any other.
         *
         * @param teamId the id of the workspace, like {@code T0123}
         * @return this builder
         * @throws IllegalArgumentException if it is none
         */
        public Builder teamId(String teamId) {
            faultOfTeamId(teamId).ifPresent(fault -> {
                throw new IllegalArgumentException("The team id " + fault);
            });
            this.teamId = teamId;
            return this;
        }

        /**
         * Sets the client that makes the requests: behind a proxy, or with certificates of one's own. It is used with the
         * timeouts of the {@link Retry} and without repeating or following anything, and is not closed with the workspace.
         *
         * @param http the client, whose connections are shared
         * @return this builder
         */
        public Builder http(OkHttpClient http) {
            this.http = Objects.requireNonNull(http, "http");
            return this;
        }

        /**
         * Sets the gate that every request goes through.
         *
         * @param retry how often, how long and on which clock
         * @return this builder
         */
        public Builder retry(Retry retry) {
            this.retry = Objects.requireNonNull(retry, "retry");
            return this;
        }

        /** {@return the workspace; nothing was asked of it yet} */
        public SlackWorkspace build() {
            return new SlackWorkspace(this);
        }

        /** {@return what is wrong with a token, if something is, without showing it} */
        static Optional<String> faultOfToken(String token) {
            boolean plain = !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7F);
            return plain ? Optional.empty() : Optional.of("is empty or holds characters that no token has");
        }

        /** {@return what is wrong with an address, if something is} */
        static Optional<String> faultOfBaseUrl(String url) {
            Optional<String> fault = Optional.of("must be like " + SLACK + ", up to and including /api/");
            try {
                URI uri = URI.create(url);
                if ("http".equalsIgnoreCase(uri.getScheme())
                        && uri.getHost() != null
                        && !THIS_MACHINE.contains(uri.getHost())) {
                    return Optional.of(
                            "must begin with https://: plain http, which shows the token, is for this machine only");
                }
                boolean http = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
                boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
                return http && plain && uri.getHost() != null && url.endsWith("/") ? Optional.empty() : fault;
            } catch (IllegalArgumentException e) {
                return fault;
            }
        }

        /** {@return what is wrong with the id of a workspace, if something is} */
        static Optional<String> faultOfTeamId(String id) {
            return id.matches("T[A-Z0-9]{2,}") ? Optional.empty() : Optional.of("must be like T0123");
        }
    }
}
