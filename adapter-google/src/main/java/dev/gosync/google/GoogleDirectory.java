package dev.gosync.google;

import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.adapter.Retry;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a Google account (Workspace or Cloud Identity), by the Admin SDK's Directory API: makes groups and
 * users that share one connection, its tokens, and what it has learnt.
 *
 * <p>Safe for use by several threads. Whoever makes it closes it; groups and users of it do not.
 */
public final class GoogleDirectory implements AutoCloseable {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final URI GOOGLE = URI.create("https://admin.googleapis.com/");

    private final Connection connection;
    private final OtherAddresses otherAddresses;

    private GoogleDirectory(Builder builder) {
        OkHttpTransport transport = new OkHttpTransport(builder.retry.callTimeout());
        Tokens tokens = new Tokens(
                builder.credentials,
                Optional.ofNullable(builder.actFor),
                () -> transport,
                builder.rootUrl,
                builder.retry);
        this.connection = new Connection(transport, tokens, builder.rootUrl, builder.retry);
        this.otherAddresses = new OtherAddresses(connection);
    }

    /**
     * A directory that is read with these credentials.
     *
     * @param credentials of a service account, a user, or a machine; without scopes of their own they are given just
     *     those that are needed
     * @return a builder, to be told the rest
     */
    public static Builder builder(GoogleCredentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return new Builder(() -> credentials, credentials);
    }

    /**
     * A directory that is read with Google's "application default credentials", which are looked for when the first
     * request needs them.
     *
     * @return a builder, to be told the rest
     * @see <a href="https://cloud.google.com/docs/authentication/application-default-credentials">where they come from</a>
     */
    public static Builder builder() {
        return new Builder(GoogleCredentials::getApplicationDefault, null);
    }

    /**
     * A group of this directory, whose ordinary members can be read, added and removed. Makes no request.
     *
     * @param email its address
     * @return the group, for options and for syncing
     * @throws IllegalArgumentException if this is no address
     */
    public GoogleGroup group(String email) {
        return new GoogleGroup(connection, otherAddresses, address(email));
    }

    /**
     * The users of one domain of the account. Makes no request.
     *
     * @param domain {@code example.com}
     * @return a source of their primary addresses
     */
    public GoogleUsers usersOfDomain(String domain) {
        return GoogleUsers.ofDomain(connection, named("domain", domain));
    }

    /**
     * The users of an organizational unit and of those below it. Makes no request.
     *
     * @param path {@code /Sales/Europe}; {@code /} is the whole account
     * @return a source of their primary addresses
     * @throws IllegalArgumentException if the path does not begin with a slash
     */
    public GoogleUsers usersOfOrgUnit(String path) {
        return GoogleUsers.ofOrgUnit(connection, orgUnit(path));
    }

    /**
     * The users that Google finds. Makes no request.
     *
     * @param query in Google's language: {@code isAdmin=true orgTitle:Manager}
     * @return a source of their primary addresses
     * @see <a href="https://developers.google.com/admin-sdk/directory/v1/guides/search-users">Google's language</a>
     */
    public GoogleUsers usersMatching(String query) {
        return GoogleUsers.matching(connection, named("query", query));
    }

    /** Closes the connection. What was made with it is of no use afterwards. */
    @Override
    public void close() {
        connection.close();
    }

    /** Google takes an address in any case for the same; the name of a place says it in one. */
    static String address(String email) {
        String address = named("email", email).toLowerCase(Locale.ROOT);
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1 || address.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("The address of a group looks like team@example.com, unlike " + email);
        }
        return address;
    }

    static String orgUnit(String path) {
        String unit = named("path", path);
        if (!unit.startsWith("/")) {
            throw new IllegalArgumentException("The path of an organizational unit begins with '/', unlike " + path);
        }
        return unit;
    }

    private static String named(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("The " + what + " is blank");
        }
        return value.strip();
    }

    /** What is known of a directory before it is used. Not for use by several threads. */
    public static final class Builder {
        private final Tokens.Credentials credentials;
        private final @Nullable GoogleCredentials known;
        private @Nullable String actFor;
        private URI rootUrl = GOOGLE;
        private Retry retry = Retry.standard();

        private Builder(Tokens.Credentials credentials, @Nullable GoogleCredentials known) {
            this.credentials = credentials;
            this.known = known;
        }

        /**
         * Acts for a user, most often an admin, by domain-wide delegation.
         *
         * @param user the primary address
         * @return this builder
         * @throws IllegalArgumentException if the credentials cannot act for anybody: only a service account's key can.
         *     Application default credentials are found out when they are first used; what is read or written then fails
         *     as {@link dev.gosync.adapter.FailureKind#AUTHENTICATION}.
         */
        public Builder actFor(String user) {
            String admin = named("user to act for", user);
            if (known != null && Tokens.delegated(known, admin).isEmpty()) {
                throw new IllegalArgumentException(
                        "The " + Tokens.cannotAct(known, admin) + "; only a service account's key can");
            }
            actFor = admin;
            return this;
        }

        /**
         * Sends requests elsewhere than to Google: to a proxy of yours, or to a fake.
         *
         * @param rootUrl with the scheme {@code https}, or {@code http} on this machine, with or without a slash at its end
         * @return this builder
         * @throws IllegalArgumentException if it is not such an address, or holds a password or a query
         */
        public Builder rootUrl(URI rootUrl) {
            String scheme = String.valueOf(rootUrl.getScheme()).toLowerCase(Locale.ROOT);
            if (!(scheme.equals("https") || scheme.equals("http"))
                    || rootUrl.getHost() == null
                    || rootUrl.getUserInfo() != null
                    || rootUrl.getQuery() != null
                    || rootUrl.getFragment() != null) {
                throw new IllegalArgumentException("The root URL looks like https://admin.googleapis.com/");
            }
            if (scheme.equals("http") && !THIS_MACHINE.contains(rootUrl.getHost())) {
                throw new IllegalArgumentException(
                        "The root URL begins with https://: plain http, which shows the token,"
                                + " is for this machine only");
            }
            String text = rootUrl.toString();
            this.rootUrl = text.endsWith("/") ? rootUrl : URI.create(text + "/");
            return this;
        }

        /**
         * Sets how long to wait for an answer, and when to try again.
         *
         * @param retry the gate for every request
         * @return this builder
         */
        public Builder retry(Retry retry) {
            this.retry = Objects.requireNonNull(retry, "retry");
            return this;
        }

        /** {@return the directory; no request is made} */
        public GoogleDirectory build() {
            return new GoogleDirectory(this);
        }
    }
}
