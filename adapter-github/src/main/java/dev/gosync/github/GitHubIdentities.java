package dev.gosync.github;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How to find the e-mail addresses of accounts: GitHub's teams hold logins, but most lists of people hold e-mail addresses.
 * Several ways can be tried in order. Immutable; threads may share it if they may share its {@link Directory}.
 */
public final class GitHubIdentities {
    /** A directory of the caller. It is asked again if a person is missing, possibly by another thread. */
    @FunctionalInterface
    public interface Directory {
        /**
         * Lists all people.
         *
         * @return the e-mail addresses by login; a person is listed under the first address
         * @throws IOException if the directory cannot be read
         * @throws InterruptedException if the thread is interrupted
         */
        Map<String, List<String>> emailsByLogin() throws IOException, InterruptedException;

        /**
         * Looks up only the people that a sync is about. Override it if that is cheaper than listing all people. The
         * answer may hold further people; people who do not exist are left out.
         *
         * @param loginsOrEmails the people; e-mail addresses have an {@code @}, logins have none
         * @return all e-mail addresses of those people, by login; empty, which is the default, to list all people instead
         * @throws IOException if the directory cannot be read
         * @throws InterruptedException if the thread is interrupted
         */
        default Optional<Map<String, List<String>>> find(Set<String> loginsOrEmails)
                throws IOException, InterruptedException {
            return Optional.empty();
        }
    }

    /** Makes a source when there is a connection. */
    @FunctionalInterface
    interface Way {
        IdentitySource open(GitHubApi api, String organization);
    }

    private final List<Way> ways;

    private GitHubIdentities(List<Way> ways) {
        this.ways = List.copyOf(ways);
    }

    /**
     * The SAML identity provider of the organization: name id, SCIM user name and e-mail addresses, in this order. Only
     * owners of the organization can read it, with a classic token that has the scope {@code read:org} or {@code
     * admin:org}, and GitHub Apps with read access to members (GitHub's GraphQL schema, {@code
     * Organization.samlIdentityProvider}).
     *
     * @return this way alone
     */
    public static GitHubIdentities saml() {
        return new GitHubIdentities(List.of(SamlIdentities::ofOrganization));
    }

    /**
     * The SAML identity provider of the enterprise. If the enterprise has one, its organizations have none. Only owners
     * of the enterprise may read it, with a classic token that has the scope {@code read:enterprise}.
     *
     * @param enterprise its slug, as in {@code github.com/enterprises/SLUG}
     * @return this way alone
     * @throws IllegalArgumentException if it is blank
     */
    public static GitHubIdentities enterpriseSaml(String enterprise) {
        if (Objects.requireNonNull(enterprise, "enterprise").isBlank()) {
            throw new IllegalArgumentException("enterprise must not be blank");
        }
        return new GitHubIdentities(List.of((api, organization) -> SamlIdentities.ofEnterprise(api, enterprise)));
    }

    /**
     * The addresses of the organization's members, in domains that the organization has verified.
     *
     * @return this way alone
     */
    public static GitHubIdentities verifiedEmails() {
        return new GitHubIdentities(List.of(VerifiedEmails::new));
    }

    /**
     * A CSV file whose header has the columns {@code email} and {@code login}. A login may have several rows; it is listed
     * under its first address.
     *
     * @param csv the file, which is read when it is needed
     * @return this way alone
     */
    public static GitHubIdentities file(Path csv) {
        return of(new IdentityFile(Objects.requireNonNull(csv, "csv")));
    }

    /**
     * A directory of the caller.
     *
     * @param directory lists people
     * @return this way alone
     */
    public static GitHubIdentities of(Directory directory) {
        Objects.requireNonNull(directory, "directory");
        return new GitHubIdentities(List.of((api, organization) -> new ListedPeople(directory)));
    }

    /**
     * No translation: things are logins.
     *
     * @return this way, which cannot be combined
     */
    public static GitHubIdentities logins() {
        return new GitHubIdentities(List.of());
    }

    /**
     * Adds a way for the people whom this one does not find.
     *
     * @param next the next way to try
     * @return both, in this order
     * @throws IllegalArgumentException if one of them is {@link #logins()}
     */
    public GitHubIdentities or(GitHubIdentities next) {
        Objects.requireNonNull(next, "next");
        if (ways.isEmpty() || next.ways.isEmpty()) {
            throw new IllegalArgumentException(
                    "logins() cannot be combined: things are logins or e-mail addresses, not both");
        }
        List<Way> both = new ArrayList<>(ways);
        both.addAll(next.ways);
        return new GitHubIdentities(both);
    }

    /** {@return the translation for an organization} */
    Translation open(GitHubApi api, String organization) {
        if (ways.isEmpty()) {
            return new Logins();
        }
        return new Emails(ways.stream()
                .map(way -> new GitHubDirectory(
                        way.open(api, organization), api.cacheFor(), api.retry().clock()))
                .toList());
    }
}
