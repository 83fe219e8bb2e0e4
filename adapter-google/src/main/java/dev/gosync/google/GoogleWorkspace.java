package dev.gosync.google;

import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.BaseUrl;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a Google account (Workspace or Cloud Identity), through the Directory API of Google's Admin SDK. It
 * makes groups and users, which share its access tokens and what it learnt.
 *
 * <p>Threads may share it. The program that builds it closes it; closing a group does not close it.
 */
public final class GoogleWorkspace implements AutoCloseable {
    /** An example of an address, and the default. */
    static final String GOOGLE = "https://admin.googleapis.com/";

    private final GoogleApi api;
    private final GoogleDirectory directory;

    private GoogleWorkspace(Builder builder) {
        Secrets secrets = Secrets.of();
        GoogleFailures failures = new GoogleFailures(secrets, builder.retry.clock());
        GoogleClient transport =
                new GoogleClient(builder.httpClient, builder.retry.callTimeout(), builder.largestAnswer, secrets);
        AccessTokens tokens = new AccessTokens(
                builder.credentials,
                Optional.ofNullable(builder.actFor),
                transport::forTokens,
                builder.baseUrl,
                builder.retry,
                failures,
                secrets);
        this.api = new GoogleApi(transport, tokens, failures, builder.baseUrl, builder.retry);
        this.directory = new GoogleDirectory(api, builder.cacheFor);
    }

    /**
     * Starts a connection with these credentials.
     *
     * @param credentials of any type that Google's library has. Credentials without scopes are given the scopes that each
     *     request needs.
     * @return a builder for the other settings
     */
    public static Builder builder(GoogleCredentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return new Builder(() -> credentials, credentials);
    }

    /**
     * Starts a connection with Google's "application default credentials". They are looked for when the first request needs
     * them.
     *
     * @return a builder for the other settings
     * @see <a href="https://cloud.google.com/docs/authentication/application-default-credentials">where Google's library
     *     looks for them</a>
     */
    public static Builder builder() {
        return new Builder(GoogleCredentials::getApplicationDefault, null);
    }

    /**
     * Makes a group whose ordinary members can be read, added and removed. Makes no request.
     *
     * @param email the address of the group
     * @return the group, with further options
     * @throws IllegalArgumentException if this is not an address
     * @throws IllegalStateException if this connection is closed
     */
    public GoogleGroup group(String email) {
        api.checkOpen();
        return new GoogleGroup(api, directory, address(email), GroupOptions.STANDARD);
    }

    /**
     * Makes a source of the users of one domain of the account. Makes no request.
     *
     * @param domain such as {@code example.com}
     * @return a source of their primary addresses
     * @throws IllegalArgumentException if the domain is blank
     * @throws IllegalStateException if this connection is closed
     */
    public GoogleUsers usersOfDomain(String domain) {
        api.checkOpen();
        return GoogleUsers.ofDomain(api, directory, notBlank("domain", domain));
    }

    /**
     * Makes a source of the users of an organizational unit and of the units below it. Makes no request.
     *
     * @param path such as {@code /Sales/Europe}; {@code /} is the whole account
     * @return a source of their primary addresses
     * @throws IllegalArgumentException if the path does not begin with a slash
     * @throws IllegalStateException if this connection is closed
     */
    public GoogleUsers usersOfOrgUnit(String path) {
        api.checkOpen();
        return GoogleUsers.ofOrgUnit(api, directory, orgUnit(path));
    }

    /**
     * Makes a source of the users that a query finds. Makes no request.
     *
     * @param query in Google's query language, such as {@code isAdmin=true orgTitle:Manager}
     * @return a source of their primary addresses
     * @throws IllegalArgumentException if the query is blank
     * @throws IllegalStateException if this connection is closed
     * @see <a href="https://developers.google.com/admin-sdk/directory/v1/guides/search-users">Google's query language</a>
     */
    public GoogleUsers usersMatching(String query) {
        api.checkOpen();
        return GoogleUsers.matching(api, directory, notBlank("query", query));
    }

    /** Closes the connection. Every later call, also of its groups and users, throws an {@link IllegalStateException}. */
    @Override
    public void close() {
        api.close();
    }

    /** Checks the address of a group. Google ignores its case, so the name of the place is in lower case. */
    static String address(String email) {
        String address = notBlank("email", email).toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1 || address.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(
                    "The address of a group must look like team@example.com, but is " + email);
        }
        return address;
    }

    static String orgUnit(String path) {
        String unit = notBlank("path", path);
        if (!unit.startsWith("/")) {
            throw new IllegalArgumentException(
                    "The path of an organizational unit must begin with '/', but is " + path);
        }
        return unit;
    }

    private static String notBlank(String name, String value) {
        if (Objects.requireNonNull(value, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return value.strip();
    }

    /** Collects the settings of a connection. For one thread only. */
    public static final class Builder {
        private final AccessTokens.Credentials credentials;
        private final @Nullable GoogleCredentials known;
        private @Nullable String actFor;
        private URI baseUrl = URI.create(GOOGLE);
        private @Nullable OkHttpClient httpClient;
        private Retry retry = Retry.standard();
        private Duration cacheFor = ExpiringMap.DEFAULT_AGE;
        private long largestAnswer = HttpAnswer.largest();

        private Builder(AccessTokens.Credentials credentials, @Nullable GoogleCredentials known) {
            this.credentials = credentials;
            this.known = known;
        }

        /**
         * Acts for a user, usually an admin, by domain-wide delegation.
         *
         * @param user the primary address of the user
         * @return this builder
         * @throws IllegalArgumentException if the credentials cannot act for a user; only the key of a service account can.
         *     Application default credentials are checked when they are first used: a read or write then fails with {@link
         *     dev.gosync.adapter.FailureKind#AUTHENTICATION}.
         */
        public Builder actFor(String user) {
            String admin = notBlank("user", user);
            if (known != null && AccessTokens.delegated(known, admin).isEmpty()) {
                throw new IllegalArgumentException(
                        "The " + AccessTokens.cannotAct(known, admin) + "; use the key of a service account");
            }
            actFor = admin;
            return this;
        }

        /**
         * Sets the address of the Directory API; {@code https://admin.googleapis.com/} by default. Requests for access
         * tokens go to the address that the credentials name.
         *
         * @param baseUrl such as your proxy or a fake, with or without a slash at its end
         * @return this builder
         * @throws IllegalArgumentException if it is not an address with {@code https}, or with plain {@code http} on this
         *     machine
         */
        public Builder baseUrl(URI baseUrl) {
            try {
                this.baseUrl = BaseUrl.checked(Objects.requireNonNull(baseUrl, "baseUrl"), GOOGLE);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("baseUrl " + e.getMessage(), e);
            }
            return this;
        }

        /**
         * Sets the HTTP client that makes the requests, for a proxy or for other certificates. The connection uses it with
         * the timeouts of its {@link Retry}, without its authenticator, retries and redirects, and never closes it. Its
         * authenticator for a proxy is used. It also makes the requests for access tokens of service accounts,
         * impersonated service accounts, users and machines. Credentials of other types use Google's own client for them.
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
         * Sets how long to remember what was learnt about the account: other addresses of users, and ids of members. By
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

        /** {@return the connection; no request is made} */
        public GoogleWorkspace build() {
            return new GoogleWorkspace(this);
        }
    }
}
