package dev.gosync.github;

import dev.gosync.adapter.ExpiringMap;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.HttpAnswer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one organization on GitHub. It makes teams, which share the connection and what was read of the
 * organization's people. After it is closed, it and its teams throw an {@link IllegalStateException}. Threads may share
 * it.
 */
public final class GitHubOrganization implements AutoCloseable {
    /** Makes the credentials when there is a connection. */
    private interface Access {
        AccessTokens open(GitHubApi api, OptionalLong installation);
    }

    /** Collects the optional settings. For one thread only. */
    public static final class Builder {
        private final String organization;
        private final Access access;
        private final boolean isApp;
        private OptionalLong installation = OptionalLong.empty();
        private Endpoints endpoints = Endpoints.ofGitHubCom();
        private GitHubIdentities identities = GitHubIdentities.saml();
        private Retry retry = Retry.standard();
        private Duration cacheFor = ExpiringMap.DEFAULT_AGE;
        private long largestAnswer = HttpAnswer.largest();
        private @Nullable OkHttpClient httpClient;
        private @Nullable GitHubApi shared;

        private Builder(String organization, Access access, boolean isApp) {
            this.organization = argument("organization", organization, GitHubOrganization::checkedName);
            this.access = access;
            this.isApp = isApp;
        }

        /**
         * Names the installation of the App. Without it, one call finds the installation.
         *
         * @param installationId the number at the end of the installation's address
         * @return this builder
         * @throws IllegalArgumentException if it is not positive, or the credentials are a token
         */
        public Builder installationId(long installationId) {
            if (!isApp || installationId < 1) {
                throw new IllegalArgumentException(
                        isApp
                                ? "installationId must be positive, but is " + installationId
                                : "installationId is for a GitHub App, but the credentials are a token");
            }
            this.installation = OptionalLong.of(installationId);
            return this;
        }

        /**
         * Sets the address of GitHub. It is only needed for GitHub Enterprise Server and ghe.com.
         *
         * @param baseUrl the address of the Server, {@code https://github.example.com}, with or without {@code /api/v3};
         *     for ghe.com the address of the API, {@code https://api.example.ghe.com}
         * @return this builder
         * @throws IllegalArgumentException if it is not an address of GitHub; the message says why
         */
        public Builder baseUrl(URI baseUrl) {
            try {
                this.endpoints = Endpoints.of(Objects.requireNonNull(baseUrl, "baseUrl"));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("baseUrl " + e.getMessage(), e);
            }
            return this;
        }

        /**
         * Sets how e-mail addresses are found.
         *
         * @param identities {@link GitHubIdentities#saml()} by default
         * @return this builder
         */
        public Builder identities(GitHubIdentities identities) {
            this.identities = Objects.requireNonNull(identities, "identities");
            return this;
        }

        /**
         * Sets the HTTP client, for a proxy or certificates for example. It is used with the timeouts of {@link #retry},
         * and without its redirects, its authenticator and its cache. It is not closed.
         *
         * @param httpClient a client of the caller; by default, the organization makes one and closes it
         * @return this builder
         */
        public Builder httpClient(OkHttpClient httpClient) {
            this.httpClient = Objects.requireNonNull(httpClient, "httpClient");
            return this;
        }

        /**
         * Sets the retry policy.
         *
         * @param retry {@link Retry#standard()} by default
         * @return this builder
         */
        public Builder retry(Retry retry) {
            this.retry = Objects.requireNonNull(retry, "retry");
            return this;
        }

        /**
         * Sets how long the organization remembers what it read of its people.
         *
         * @param cacheFor positive; {@link ExpiringMap#DEFAULT_AGE} by default
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder cacheFor(Duration cacheFor) {
            this.cacheFor = ExpiringMap.checkedAge("cacheFor", cacheFor);
            return this;
        }

        /** Limits the size of an answer, for tests. */
        Builder largestAnswer(long bytes) {
            this.largestAnswer = bytes;
            return this;
        }

        /** Shares a connection with other organizations that have the same credentials. */
        Builder sharing(GitHubApi api) {
            this.shared = api;
            return this;
        }

        /** {@return the connection of these settings} */
        GitHubApi api() {
            return GitHubApi.of(endpoints, retry, httpClient, cacheFor, largestAnswer);
        }

        /** {@return the organization} It sends no request yet. */
        public GitHubOrganization build() {
            return new GitHubOrganization(this, shared == null ? api() : shared);
        }
    }

    private final String organization;
    private final GitHubApi api;
    private final Translation translation;
    private final ServerInvitations serverInvitations = new ServerInvitations();

    private GitHubOrganization(Builder builder, GitHubApi connection) {
        organization = builder.organization;
        api = connection.as(builder.access.open(connection, builder.installation));
        translation = builder.identities.open(api, organization);
    }

    /**
     * Starts an organization with a personal access token, classic or fine-grained.
     *
     * @param organization its login, as in {@code github.com/LOGIN}
     * @param token the token, which no message shows
     * @return a builder
     * @throws IllegalArgumentException if the login or the token is malformed
     */
    public static Builder withToken(String organization, String token) {
        argument("token", token, GitHubOrganization::checkedToken);
        return new Builder(
                organization,
                (api, installation) -> {
                    api.secrets().add(token);
                    return AccessTokens.token(token);
                },
                false);
    }

    /**
     * Starts an organization with a GitHub App that is installed there.
     *
     * @param organization its login, as in {@code github.com/LOGIN}
     * @param appId the App's number or client id
     * @param privateKeyFile a PEM file in the form in which GitHub issues it (PKCS#1), or PKCS#8. It is read now, and no
     *     message shows it.
     * @return a builder
     * @throws IllegalArgumentException if the login or the id is malformed, or the file has no RSA private key
     */
    public static Builder withApp(String organization, String appId, Path privateKeyFile) {
        argument("appId", appId, GitHubOrganization::checkedApp);
        AppKey key;
        try {
            key = AppKey.read(appId, Objects.requireNonNull(privateKeyFile, "privateKeyFile"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("privateKeyFile " + e.getMessage(), e);
        }
        return new Builder(
                organization,
                (api, installation) -> {
                    api.secrets().add(key.secret());
                    return new AppTokens(api, organization, key, installation);
                },
                true);
    }

    /**
     * Makes a team. It sends no request yet.
     *
     * @param slug as in {@code github.com/orgs/LOGIN/teams/SLUG}
     * @return the team; closing it does not close the organization
     * @throws IllegalArgumentException if the slug is malformed
     * @throws IllegalStateException if the organization is closed
     */
    public GitHubTeam team(String slug) {
        api.checkOpen();
        String team = argument("team", slug, GitHubOrganization::checkedName);
        String label = api.endpoints().label();
        // GitHub ignores case in both, and one team must have one name.
        String name = "GitHub team " + (label.isEmpty() ? "" : label + "/")
                + (organization + "/" + team).toLowerCase(Locale.ROOT);
        return new GitHubTeam(new TeamCalls(api, organization, team, name, serverInvitations), translation);
    }

    /** {@return how many threads wait for another thread's write} */
    int waitingToWrite() {
        return api.waitingToWrite();
    }

    /** Closes the connection. Closing twice is allowed. */
    @Override
    public void close() {
        api.close();
    }

    /** Checks an argument of a public method. The message begins with its name. */
    private static String argument(String name, String value, UnaryOperator<String> check) {
        Objects.requireNonNull(value, name);
        try {
            return check.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
    }

    /** Checks a name that becomes part of an address. The message completes a sentence about the setting. */
    static String checkedName(String name) {
        if (!name.matches("[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]*")) {
            throw new IllegalArgumentException("must be a name as in GitHub's addresses, but is '" + name + "'");
        }
        return name;
    }

    /** Checks a token. The message does not show it. */
    static String checkedToken(String token) {
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException("must be one word of ASCII characters; copy it from GitHub again");
        }
        return token;
    }

    static String checkedApp(String appId) {
        if (!appId.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("must be an App's number or client id, but is '" + appId + "'");
        }
        return appId;
    }

    /** {@return the name of the organization} */
    @Override
    public String toString() {
        return "GitHub organization " + organization;
    }
}
