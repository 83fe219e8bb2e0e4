package dev.gosync.opsgenie;

import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.BaseUrl;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * An Opsgenie account: makes sources and adapters for its schedules, which share its connection. The connection is
 * opened when it is first needed. Threads may share it.
 *
 * <p>Opsgenie ends on 2027-04-05. {@link JiraOperations} is the same for its successor.
 */
public final class Opsgenie implements AutoCloseable {
    static final URI US = URI.create("https://api.opsgenie.com/");
    static final URI EU = URI.create("https://api.eu.opsgenie.com/");

    private final OpsgenieClient client;
    private final OnCallService service;

    private Opsgenie(Builder builder) {
        Secrets secrets = Secrets.of(builder.apiKey);
        this.client = new OpsgenieClient(
                "Opsgenie" + Arguments.suffix(builder.baseUrl, US),
                "GenieKey " + builder.apiKey,
                builder.retry,
                OpsgenieFailures.ofOpsgenie(secrets, builder.retry.clock()),
                builder.httpClient,
                builder.largestAnswer);
        this.service = new OpsgenieApi(Arguments.httpUrl(builder.baseUrl), client);
    }

    /**
     * Makes an account in the United States with the default settings.
     *
     * @param apiKey the key of an API integration with access to configurations; for reading, it may be read-only
     * @return the account; no call is made
     * @throws IllegalArgumentException if this cannot be a key; the message does not show it
     */
    public static Opsgenie of(String apiKey) {
        return builder(apiKey).build();
    }

    /**
     * Starts an account.
     *
     * @param apiKey the key of an API integration with access to configurations; for reading, it may be read-only
     * @return a builder
     * @throws IllegalArgumentException if this cannot be a key; the message does not show it
     */
    public static Builder builder(String apiKey) {
        return new Builder(apiKey);
    }

    /**
     * Makes a source of the people who are on call.
     *
     * @param schedule the id or the name of a schedule; see {@link OpsgenieOnCall#byId} and {@link
     *     OpsgenieOnCall#byName}
     * @return a source that can only be read; no call is made
     * @throws IllegalArgumentException if this can be neither
     * @throws IllegalStateException if this is closed
     */
    public OpsgenieOnCall onCall(String schedule) {
        return onCall(ScheduleKey.of(schedule));
    }

    OpsgenieOnCall onCall(ScheduleKey schedule) {
        client.checkOpen();
        return new OpsgenieOnCall(service, schedule, Optional.empty());
    }

    /**
     * Makes an adapter for the people who take turns.
     *
     * @param schedule the id or the name of a schedule; see {@link OpsgenieSchedule#byId} and {@link
     *     OpsgenieSchedule#byName}
     * @return an adapter for all rotations; its method {@code rotation} chooses one. No call is made.
     * @throws IllegalArgumentException if this can be neither
     * @throws IllegalStateException if this is closed
     */
    public OpsgenieSchedule schedule(String schedule) {
        return schedule(ScheduleKey.of(schedule));
    }

    OpsgenieSchedule schedule(ScheduleKey schedule) {
        client.checkOpen();
        return new OpsgenieSchedule(service, schedule, Optional.empty());
    }

    /**
     * Closes the connection, but not an HTTP client that was passed in. Everything that this made throws an {@link
     * IllegalStateException} from now on. Closing twice does no harm.
     */
    @Override
    public void close() {
        client.close();
    }

    /** {@return which account this is, without the key} */
    @Override
    public String toString() {
        return client.label();
    }

    /** Collects the settings of an account. For one thread only. */
    public static final class Builder {
        private final String apiKey;
        private URI baseUrl = US;
        private @Nullable OkHttpClient httpClient;
        private Retry retry = Retry.standard();
        private long largestAnswer = HttpAnswer.largest();

        private Builder(String apiKey) {
            this.apiKey = Arguments.checked("apiKey", apiKey, Arguments::headerValue);
        }

        /**
         * Chooses the European Union: {@code https://api.eu.opsgenie.com}.
         *
         * @return this builder
         */
        public Builder eu() {
            return baseUrl(EU);
        }

        /**
         * Sets the address of the API.
         *
         * @param baseUrl up to the version: {@code https://api.opsgenie.com}, the default
         * @return this builder
         * @throws IllegalArgumentException if it is not an {@code https} address, or an {@code http} address of this
         *     machine
         */
        public Builder baseUrl(URI baseUrl) {
            this.baseUrl = Arguments.checked("baseUrl", baseUrl, url -> BaseUrl.checked(url, US.toString()));
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

        /** Sets how many bytes an answer may hold. */
        Builder largestAnswer(long bytes) {
            this.largestAnswer = bytes;
            return this;
        }

        /** {@return the account; no call is made} */
        public Opsgenie build() {
            return new Opsgenie(this);
        }
    }
}
