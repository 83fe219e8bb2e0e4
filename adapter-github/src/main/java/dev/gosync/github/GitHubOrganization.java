package dev.gosync.github;

import dev.gosync.adapter.Retry;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An organization on GitHub, and the connection to it: makes its teams, which share what was read of its people. Safe for
 * use by several threads; one that is closed is of no use any more, nor are its teams.
 */
public final class GitHubOrganization implements AutoCloseable {
    /** Makes the credentials, once there is a connection. */
    private interface Access {
        Credentials open(Wire wire, Endpoints endpoints, OptionalLong installation);
    }

    /** Collects what is optional. Not for use by several threads. */
    public static final class Builder {
        private final String organization;
        private final Access access;
        private final boolean isApp;
        private OptionalLong installation = OptionalLong.empty();
        private Endpoints endpoints = Endpoints.ofGitHubCom();
        private @Nullable GitHubIdentities identities;
        private Retry retry = Retry.standard();
        private @Nullable Wire wire;

        private Builder(String organization, Access access, boolean isApp) {
            this.organization = checked("organization", organization);
            this.access = access;
            this.isApp = isApp;
        }

        /**
         * Names the installation of the App; without it, one or two calls find it.
         *
         * @param installationId its number
         * @return this builder
         * @throws IllegalArgumentException if it is not positive, or there is no App
         */
        public Builder installationId(long installationId) {
            if (!isApp || installationId < 1) {
                throw new IllegalArgumentException(
                        isApp ? "installationId must be positive" : "An installation is an App's, and this is a token");
            }
            this.installation = OptionalLong.of(installationId);
            return this;
        }

        /**
         * Sets where GitHub is, for GitHub Enterprise Server and for ghe.com.
         *
         * @param baseUrl the server's address, {@code https://github.example.com}, with {@code /api/v3} or without; on
         *     ghe.com that of the API, {@code https://api.example.ghe.com}
         * @return this builder
         * @throws IllegalArgumentException if it cannot be that, saying why
         */
        public Builder baseUrl(URI baseUrl) {
            this.endpoints = Endpoints.of(baseUrl);
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
         * Sets the gate that every call goes through.
         *
         * @param retry {@link Retry#standard()} by default
         * @return this builder
         */
        public Builder retry(Retry retry) {
            this.retry = Objects.requireNonNull(retry, "retry");
            return this;
        }

        /** Shares a connection, and the turn to write, with other organizations of the same credentials. */
        Builder wire(Wire wire) {
            this.wire = wire;
            return this;
        }

        /** {@return the organization; nothing is asked of GitHub yet} */
        public GitHubOrganization build() {
            return new GitHubOrganization(this);
        }
    }

    private final String organization;
    private final Wire wire;
    private final Api api;
    private final Translation translation;

    private GitHubOrganization(Builder builder) {
        organization = builder.organization;
        wire = builder.wire == null ? new Wire(builder.retry) : builder.wire;
        api = new Api(wire, builder.endpoints, builder.access.open(wire, builder.endpoints, builder.installation));
        GitHubIdentities identities = builder.identities == null ? GitHubIdentities.saml() : builder.identities;
        translation = identities.open(api, organization);
    }

    /**
     * Starts an organization that is asked with a token, classic or fine-grained.
     *
     * @param organization its login, as in {@code github.com/LOGIN}
     * @param token shown nowhere
     * @return what builds it
     * @throws IllegalArgumentException if one of them cannot be that
     */
    public static Builder withToken(String organization, String token) {
        checkedToken(token);
        return new Builder(organization, (wire, endpoints, installation) -> Credentials.token(token), false);
    }

    /**
     * Starts an organization that is asked by a GitHub App which is installed there.
     *
     * @param organization its login, as in {@code github.com/LOGIN}
     * @param appId the App's number, or its client id
     * @param privateKeyFile a PEM file as GitHub hands it out (PKCS#1), or PKCS#8; read now, and shown nowhere
     * @return what builds it
     * @throws IllegalArgumentException if one of them cannot be that, or the file cannot be read
     */
    public static Builder withApp(String organization, String appId, Path privateKeyFile) {
        checkedApp(appId);
        AppKey key;
        try {
            key = AppKey.read(appId, privateKeyFile);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("privateKeyFile " + e.getMessage(), e);
        }
        return new Builder(
                organization,
                (wire, endpoints, installation) -> new AppCredentials(wire, endpoints, organization, key, installation),
                true);
    }

    /**
     * Makes a team. Nothing is asked of GitHub yet.
     *
     * @param slug as in {@code github.com/orgs/LOGIN/teams/SLUG}
     * @return the team; closing it closes nothing of the organization's
     * @throws IllegalArgumentException if it cannot be a slug
     */
    public GitHubTeam team(String slug) {
        String checked = checked("team", slug);
        String label = api.endpoints().label();
        // GitHub ignores case in both, and one place has one name.
        String name = "GitHub team " + (label.isEmpty() ? "" : label + "/")
                + (organization + "/" + checked).toLowerCase(Locale.ROOT);
        return new GitHubTeam(
                new TeamService(api, organization, checked, name),
                translation,
                name,
                wire.retry().clock());
    }

    /** How many threads wait for another's write to end. */
    int waitingToWrite() {
        return wire.waitingToWrite();
    }

    /** Closes the connections. Closing twice is harmless. */
    @Override
    public void close() {
        wire.close();
    }

    /** A name that can stand in an address; two dots cannot. */
    static String checked(String what, String name) {
        if (!name.matches("[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]*")) {
            throw new IllegalArgumentException(what + " must be as in GitHub's addresses, and is '" + name + "'");
        }
        return name;
    }

    /** The message does not show it. */
    static void checkedToken(String token) {
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException("a token is one word of ASCII, and this is none");
        }
    }

    static void checkedApp(String appId) {
        if (!appId.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("an App's number or client id has letters, digits and dots only");
        }
    }

    /** {@return which organization it is} */
    @Override
    public String toString() {
        return "GitHub organization " + organization;
    }
}
