package dev.gosync.entra;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.adapter.http.BaseUrl;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A tenant of Microsoft Entra, as an app sees it through Microsoft Graph. It makes adapters for the tenant's groups and a
 * source of its users, which share one connection and what was learnt about the users. Things are e-mail addresses, in
 * any case: the {@code mail} of a user, or the {@code userPrincipalName} of a user without one.
 *
 * <p>The connection is opened when it is first needed. Threads may share it. After {@link #close()} it and its places
 * throw an {@link IllegalStateException} instead of making a request.
 */
public final class EntraTenant implements AutoCloseable {
    static final URI GRAPH = URI.create("https://graph.microsoft.com/v1.0/");
    static final URI AUTHORITY = URI.create("https://login.microsoftonline.com/");

    private final EntraClient client;
    private final EntraApi api;
    private final EntraDirectory directory;

    /** What the names of places end with. */
    private final String suffix;

    private EntraTenant(Builder builder) {
        Secrets secrets = Secrets.of(builder.credentials.secret().stream().toArray(String[]::new));
        Retry retry = builder.retry;
        this.client = new EntraClient(
                retry.callTimeout(),
                new EntraFailures(secrets, retry.clock()),
                builder.httpClient,
                builder.largestAnswer);
        String scope = builder.baseUrl.resolve("/").toString();
        AccessTokens tokens = builder.credentials.tokens(builder.authority, scope, client, retry);
        this.api = new EntraApi(
                Objects.requireNonNull(HttpUrl.parse(builder.baseUrl.toString()), "baseUrl"), client, tokens, retry);
        this.directory = new EntraDirectory(api, builder.cacheFor, retry.clock());
        this.suffix = builder.credentials
                .tenant()
                .map(tenant -> " (tenant " + tenant + ")")
                .orElse("");
    }

    /**
     * Makes a tenant with the default settings. Makes no request.
     *
     * @param credentials how to get the tokens
     * @return the tenant
     */
    public static EntraTenant of(EntraCredentials credentials) {
        return builder(credentials).build();
    }

    /**
     * Starts a tenant with other settings.
     *
     * @param credentials how to get the tokens
     * @return a builder
     */
    public static Builder builder(EntraCredentials credentials) {
        return new Builder(credentials);
    }

    /**
     * Makes an adapter for the direct members of a group. Makes no request. It can be written if the group is a security
     * group or a Microsoft 365 group whose members are assigned in the cloud; otherwise each write fails as READ_ONLY.
     *
     * @param idOrName its object id, or its exact display name
     * @return the adapter
     * @throws IllegalArgumentException if it is blank, or has white space around it
     * @throws IllegalStateException if the tenant is closed
     */
    public Adapter group(String idOrName) {
        GroupKey key = key(idOrName);
        return new EntraGroup(api, directory, key, "Entra group " + key.text() + suffix);
    }

    /**
     * Makes a source of the members of a group and of the groups within it, each user once. Makes no request.
     *
     * @param idOrName its object id, or its exact display name
     * @return a source that can only be read
     * @throws IllegalArgumentException if it is blank, or has white space around it
     * @throws IllegalStateException if the tenant is closed
     */
    public Source nestedGroup(String idOrName) {
        GroupKey key = key(idOrName);
        return new EntraNestedMembers(api, key, "Entra group " + key.text() + " with nested groups" + suffix);
    }

    /**
     * Makes a source of all users. Makes no request.
     *
     * @return the users, without guests and without accounts that cannot sign in
     * @throws IllegalStateException if the tenant is closed
     */
    public EntraUsers users() {
        client.checkOpen();
        return new EntraUsers(api, suffix, Optional.empty(), false, false);
    }

    /**
     * Makes a source of the users that a filter finds. Makes no request. A filter that only an advanced query can answer,
     * for example with {@code ne}, {@code not} or {@code endsWith}, is sent as one.
     *
     * @param filter in Graph's language: {@code department eq 'Platform'}
     * @return the users, without guests and without accounts that cannot sign in
     * @throws IllegalArgumentException if it is blank
     * @throws IllegalStateException if the tenant is closed
     */
    public EntraUsers users(String filter) {
        client.checkOpen();
        return new EntraUsers(
                api, suffix, Optional.of(new UserFilter(Objects.requireNonNull(filter, "filter"))), false, false);
    }

    private GroupKey key(String idOrName) {
        client.checkOpen();
        return new GroupKey(Objects.requireNonNull(idOrName, "idOrName"));
    }

    /**
     * Closes the tenant and its places. Frees the connections, unless they belong to a client that was passed in. Closing
     * twice does no harm.
     */
    @Override
    public void close() {
        client.close();
    }

    /** {@return which tenant it is, without a secret} */
    @Override
    public String toString() {
        return "Entra" + suffix;
    }

    /** Collects the settings of a tenant. For one thread only. */
    public static final class Builder {
        private final EntraCredentials credentials;
        private URI baseUrl = GRAPH;
        private URI authority = AUTHORITY;
        private @Nullable OkHttpClient httpClient;
        private Retry retry = Retry.standard();
        private Duration cacheFor = ExpiringMap.DEFAULT_AGE;
        private long largestAnswer = HttpAnswer.largest();

        private Builder(EntraCredentials credentials) {
            this.credentials = Objects.requireNonNull(credentials, "credentials");
        }

        /**
         * Sets the address of Graph, for a national cloud: {@code https://graph.microsoft.us/v1.0/}.
         *
         * @param baseUrl up to and including the version; by default {@code https://graph.microsoft.com/v1.0/}
         * @return this builder
         * @throws IllegalArgumentException if it is not an address with {@code https}, or with plain {@code http} on this
         *     machine
         */
        public Builder baseUrl(URI baseUrl) {
            this.baseUrl = checked("baseUrl", baseUrl, GRAPH);
            return this;
        }

        /**
         * Sets the address that issues tokens, for a national cloud: {@code https://login.microsoftonline.us/}.
         *
         * @param authority without the tenant; by default {@code https://login.microsoftonline.com/}
         * @return this builder
         * @throws IllegalArgumentException if it is not an address with {@code https}, or with plain {@code http} on this
         *     machine
         */
        public Builder authority(URI authority) {
            this.authority = checked("authority", authority, AUTHORITY);
            return this;
        }

        private static URI checked(String name, URI url, URI example) {
            try {
                return BaseUrl.checked(Objects.requireNonNull(url, name), example.toString());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + " " + e.getMessage(), e);
            }
        }

        /**
         * Sets the HTTP client that makes the requests, those for tokens included, for a proxy or for other certificates.
         * It is used with the timeouts of its {@link Retry} and without retries and redirects, and is never closed.
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
         * Sets how long to remember the addresses of users. By default 15 minutes.
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

        /** {@return the tenant} Makes no request. */
        public EntraTenant build() {
            return new EntraTenant(this);
        }
    }
}
