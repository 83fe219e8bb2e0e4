package dev.gosync.opsgenie;

import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.BaseUrl;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a Jira Service Management site, the successor of Opsgenie: makes sources and adapters for its
 * schedules, which share its connection and what it has learnt about accounts. The connection is opened when it is
 * first needed. Threads may share it.
 *
 * <p>An account there has an id and can hide its e-mail address. An account that hides it is left out of listings, and
 * cannot be found by its address.
 */
public final class JiraOperations implements AutoCloseable {
    private static final URI API = URI.create("https://api.atlassian.com/");
    private static final String EXAMPLE_SITE = "https://example.atlassian.net";

    private final OpsgenieClient client;
    private final OnCallService service;

    private JiraOperations(Builder builder) {
        String credentials = Base64.getEncoder()
                .encodeToString((builder.email + ":" + builder.apiToken).getBytes(StandardCharsets.UTF_8));
        Secrets secrets = Secrets.of(builder.apiToken, credentials);
        this.client = new OpsgenieClient(
                "Jira Service Management " + builder.cloudId + Arguments.suffix(builder.baseUrl, API),
                "Basic " + credentials,
                builder.retry,
                OpsgenieFailures.ofJsm(secrets, builder.retry.clock()),
                builder.httpClient,
                builder.largestAnswer);
        HttpUrl root = Arguments.httpUrl(builder.baseUrl);
        HttpUrl operations = root.newBuilder()
                .addPathSegments("jsm/ops/api")
                .addPathSegment(builder.cloudId)
                .build();
        HttpUrl jira = builder.site == null
                ? root.newBuilder()
                        .addPathSegments("ex/jira")
                        .addPathSegment(builder.cloudId)
                        .build()
                : Arguments.httpUrl(builder.site);
        JsmApi api = new JsmApi(operations, jira, client);
        this.service = new JsmService(api, new JsmDirectory(api, builder.cacheFor, builder.retry.clock()));
    }

    /**
     * Makes a site with the default settings.
     *
     * @param cloudId the id of the site; {@code https://SITE.atlassian.net/_edge/tenant_info} shows it
     * @param email the e-mail address of the account that makes the calls
     * @param apiToken the API token of that account
     * @return the site; no call is made
     * @throws IllegalArgumentException if one of them cannot be right; the message does not show it
     */
    public static JiraOperations of(String cloudId, String email, String apiToken) {
        return builder(cloudId, email, apiToken).build();
    }

    /**
     * Starts a site.
     *
     * @param cloudId the id of the site; {@code https://SITE.atlassian.net/_edge/tenant_info} shows it
     * @param email the e-mail address of the account that makes the calls
     * @param apiToken the API token of that account
     * @return a builder
     * @throws IllegalArgumentException if one of them cannot be right; the message does not show it
     */
    public static Builder builder(String cloudId, String email, String apiToken) {
        return new Builder(cloudId, email, apiToken);
    }

    /**
     * Makes a source of the people who are on call.
     *
     * @param schedule the id or the name of a schedule; see {@link JsmOnCall#byId} and {@link JsmOnCall#byName}
     * @return a source that can only be read; no call is made
     * @throws IllegalArgumentException if this can be neither
     * @throws IllegalStateException if this is closed
     */
    public JsmOnCall onCall(String schedule) {
        return onCall(ScheduleKey.of(schedule));
    }

    JsmOnCall onCall(ScheduleKey schedule) {
        client.checkOpen();
        return new JsmOnCall(service, schedule, Optional.empty());
    }

    /**
     * Makes an adapter for the people who take turns.
     *
     * @param schedule the id or the name of a schedule; see {@link JsmSchedule#byId} and {@link JsmSchedule#byName}
     * @return an adapter for all rotations; its method {@code rotation} chooses one. No call is made.
     * @throws IllegalArgumentException if this can be neither
     * @throws IllegalStateException if this is closed
     */
    public JsmSchedule schedule(String schedule) {
        return schedule(ScheduleKey.of(schedule));
    }

    JsmSchedule schedule(ScheduleKey schedule) {
        client.checkOpen();
        return new JsmSchedule(service, schedule, Optional.empty());
    }

    /**
     * Closes the connection, but not an HTTP client that was passed in. Everything that this made throws an {@link
     * IllegalStateException} from now on. Closing twice does no harm.
     */
    @Override
    public void close() {
        client.close();
    }

    /** {@return which site this is, without the token} */
    @Override
    public String toString() {
        return client.label();
    }

    /** Collects the settings of a site. For one thread only. */
    public static final class Builder {
        private final String cloudId;
        private final String email;
        private final String apiToken;
        private URI baseUrl = API;
        private @Nullable URI site;
        private @Nullable OkHttpClient httpClient;
        private Retry retry = Retry.standard();
        private Duration cacheFor = ExpiringMap.DEFAULT_AGE;
        private long largestAnswer = HttpAnswer.largest();

        private Builder(String cloudId, String email, String apiToken) {
            this.cloudId = Arguments.checked("cloudId", cloudId, Arguments::cloudId);
            this.email = Arguments.checked("email", email, Arguments::headerValue);
            this.apiToken = Arguments.checked("apiToken", apiToken, Arguments::headerValue);
        }

        /**
         * Sets the address of the API, of the operations and, without {@link #site}, of Jira.
         *
         * @param baseUrl by default {@code https://api.atlassian.com}
         * @return this builder
         * @throws IllegalArgumentException if it is not an {@code https} address, or an {@code http} address of this
         *     machine
         */
        public Builder baseUrl(URI baseUrl) {
            this.baseUrl = Arguments.checked("baseUrl", baseUrl, url -> BaseUrl.checked(url, API.toString()));
            return this;
        }

        /**
         * Asks the site itself for accounts, and not {@code https://api.atlassian.com/ex/jira}. For tokens that are
         * valid at the site only.
         *
         * @param site {@code https://example.atlassian.net}
         * @return this builder
         * @throws IllegalArgumentException if it is not an {@code https} address, or an {@code http} address of this
         *     machine
         */
        public Builder site(URI site) {
            this.site = Arguments.checked("site", site, url -> BaseUrl.checked(url, EXAMPLE_SITE));
            return this;
        }

        /**
         * Sets the HTTP client that makes the requests, for a proxy or for other certificates. It is used with the timeouts
         * of {@link #retry} and without retries and redirects, and is never closed.
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
         * @param retry by default {@link Retry#standard()}
         * @return this builder
         */
        public Builder retry(Retry retry) {
            this.retry = Objects.requireNonNull(retry, "retry");
            return this;
        }

        /**
         * Sets how long the site remembers what it has learnt: the e-mail addresses of accounts and the ids of
         * schedules.
         *
         * @param cacheFor positive; by default {@link ExpiringMap#DEFAULT_AGE}
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder cacheFor(Duration cacheFor) {
            this.cacheFor = ExpiringMap.checkedAge("cacheFor", cacheFor);
            return this;
        }

        /** Sets how many bytes an answer may hold. */
        Builder largestAnswer(long bytes) {
            this.largestAnswer = bytes;
            return this;
        }

        /** {@return the site; no call is made} */
        public JiraOperations build() {
            return new JiraOperations(this);
        }
    }
}
