package dev.gosync.terraform;

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
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * An organization in HCP Terraform or Terraform Enterprise: makes adapters for its people and its teams, which share its
 * connection and what was learnt through it. The connection is opened when it is first needed. Threads may share it.
 */
public final class TerraformOrganization implements AutoCloseable {
    private static final URI HCP = URI.create("https://app.terraform.io/");

    private final String organization;
    private final TerraformClient client;
    private final TerraformApi api;
    private final TerraformDirectory directory;

    private TerraformOrganization(Builder builder) {
        Secrets secrets = Secrets.of(builder.token);
        HttpUrl base = HttpUrl.get(builder.baseUrl.toString());
        this.organization = builder.organization
                + (base.equals(HttpUrl.get(HCP.toString())) ? "" : " at " + builder.baseUrl.getAuthority());
        this.client = new TerraformClient(
                "Terraform organization " + organization,
                "Bearer " + builder.token,
                builder.retry,
                new TerraformFailures(secrets, builder.retry.clock()),
                builder.httpClient,
                builder.largestAnswer);
        this.api = new TerraformApi(base, builder.organization, client);
        this.directory = new TerraformDirectory(api, builder.cacheFor);
    }

    /**
     * Makes an organization of HCP Terraform with the default settings.
     *
     * @param organization its name
     * @param token of the organization, of a team or of a user
     * @return the organization; no call is made
     * @throws IllegalArgumentException if one of them cannot be right; the message does not show the token
     */
    public static TerraformOrganization of(String organization, String token) {
        return builder(organization, token).build();
    }

    /**
     * Starts an organization.
     *
     * @param organization its name
     * @param token of the organization, of a team or of a user
     * @return a builder
     * @throws IllegalArgumentException if one of them cannot be right; the message does not show the token
     */
    public static Builder builder(String organization, String token) {
        return new Builder(organization, token);
    }

    /**
     * Makes an adapter for the people of the organization, which can be read and from which people can be removed. An
     * addition fails, because an invitation needs a team: use {@link #members(String)}.
     *
     * @return an adapter; no call is made
     * @throws IllegalStateException if this is closed
     */
    public Adapter members() {
        return members(Optional.empty());
    }

    /**
     * Makes an adapter for the people of the organization, who are invited to a team. Things are e-mail addresses.
     *
     * @param inviteTo the name or the id of the team that invited people join
     * @return an adapter; no call is made
     * @throws IllegalArgumentException if this can be neither
     * @throws IllegalStateException if this is closed
     */
    public Adapter members(String inviteTo) {
        return members(Optional.of(checked("inviteTo", inviteTo, Builder::faultOfTeam)));
    }

    Adapter members(Optional<String> inviteTo) {
        client.checkOpen();
        return new TerraformMembers(api, directory, client.label(), inviteTo);
    }

    /**
     * Makes an adapter for the members of a team. Things are e-mail addresses of people of the organization.
     *
     * @param team its name or its id
     * @return an adapter; no call is made
     * @throws IllegalArgumentException if this can be neither
     * @throws IllegalStateException if this is closed
     */
    public Adapter team(String team) {
        checked("team", team, Builder::faultOfTeam);
        client.checkOpen();
        return new TerraformTeam(api, directory, "Terraform team " + team + " of " + organization, team);
    }

    /**
     * Makes an adapter for the teams of the organization. Things are the names of teams. It creates teams and deletes none.
     *
     * @return an adapter; no call is made
     * @throws IllegalStateException if this is closed
     */
    public Adapter teams() {
        return teams(false);
    }

    /**
     * Makes an adapter as {@link #teams} does, which also deletes teams. Terraform then forgets the members of a team and
     * its access to workspaces and projects.
     *
     * @return an adapter; no call is made
     * @throws IllegalStateException if this is closed
     */
    public Adapter teamsWithDeletion() {
        return teams(true);
    }

    Adapter teams(boolean allowDelete) {
        client.checkOpen();
        return new TerraformTeams(api, "Terraform teams of " + organization, allowDelete);
    }

    /**
     * Closes the connection, but not an HTTP client that was passed in. Everything that this made throws an {@link
     * IllegalStateException} from now on. Closing twice does no harm.
     */
    @Override
    public void close() {
        client.close();
    }

    /** {@return which organization this is, without the token} */
    @Override
    public String toString() {
        return client.label();
    }

    private static String checked(String name, String value, Function<String, Optional<String>> fault) {
        fault.apply(Objects.requireNonNull(value, name)).ifPresent(problem -> {
            throw new IllegalArgumentException(name + " " + problem);
        });
        return value;
    }

    /** Collects the settings of an organization. For one thread only. */
    public static final class Builder {
        private final String organization;
        private final String token;
        private URI baseUrl = HCP;
        private @Nullable OkHttpClient httpClient;
        private Retry retry = Retry.standard();
        private Duration cacheFor = ExpiringMap.DEFAULT_AGE;
        private long largestAnswer = HttpAnswer.largest();

        private Builder(String organization, String token) {
            this.organization = checked("organization", organization, Builder::faultOfOrganization);
            this.token = checked("token", token, Builder::faultOfToken);
        }

        /**
         * Sets the address of a Terraform Enterprise, or of the European HCP Terraform.
         *
         * @param baseUrl without {@code /api/v2}: {@code https://terraform.example.com}
         * @return this builder
         * @throws IllegalArgumentException if it is not an {@code https} address, or an {@code http} address of this
         *     machine
         */
        public Builder baseUrl(URI baseUrl) {
            try {
                this.baseUrl = BaseUrl.checked(Objects.requireNonNull(baseUrl, "baseUrl"), HCP.toString());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("baseUrl " + e.getMessage(), e);
            }
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
         * Sets how long to remember the memberships of people and the ids of teams. By default 15 minutes.
         *
         * @param cacheFor the time, positive
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

        /** {@return the organization; no call is made} */
        public TerraformOrganization build() {
            return new TerraformOrganization(this);
        }

        /** {@return what is wrong with the name of an organization, if something is} */
        static Optional<String> faultOfOrganization(String name) {
            return fault(
                    name.matches("[A-Za-z0-9_-]+"),
                    "must be the name of an organization, which has letters, digits, - and _ only");
        }

        /** {@return what is wrong with a token, if something is, without showing it} */
        static Optional<String> faultOfToken(String token) {
            return fault(
                    !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7F),
                    "is empty, or has characters that no token has");
        }

        /** {@return what is wrong with the name or the id of a team, if something is} */
        static Optional<String> faultOfTeam(String team) {
            return fault(
                    TerraformTeams.isName(team),
                    "must be the name or the id of a team, which has letters, digits, - and _ only");
        }

        /** {@return what is wrong with an address, if something is} */
        static Optional<String> faultOfBaseUrl(String url) {
            try {
                BaseUrl.checked(url, HCP.toString());
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }

        private static Optional<String> fault(boolean isRight, String problem) {
            return isRight ? Optional.empty() : Optional.of(problem);
        }
    }
}
