package dev.gosync.github;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How it is found out which e-mail addresses an account has: GitHub's teams know logins, and most lists know e-mail
 * addresses. Several ways may be tried in order. Immutable, and safe for use by several threads as far as a {@link
 * Directory} of one's own is.
 */
public final class GitHubIdentities {
    /** A directory of one's own. Asked again when somebody is missing, and possibly by several threads in turn. */
    @FunctionalInterface
    public interface Directory {
        /**
         * Lists everybody.
         *
         * @return logins, and the e-mail addresses of each; the first is the one under which it is listed
         * @throws IOException if it cannot be read
         * @throws InterruptedException if the thread is interrupted
         */
        Map<String, List<String>> emailsByLogin() throws IOException, InterruptedException;
    }

    /** Makes what reads them, once there is a connection. */
    @FunctionalInterface
    interface Way {
        IdentitySource open(Api api, String organization);
    }

    private final List<Way> ways;

    private GitHubIdentities(List<Way> ways) {
        this.ways = List.copyOf(ways);
    }

    /**
     * The organization's SAML identity provider: name id, SCIM user name, and e-mail addresses, in this order. Only
     * owners of the organization may read it, and Apps with the permission Administration (read).
     *
     * @return this way alone
     */
    public static GitHubIdentities saml() {
        return new GitHubIdentities(List.of(SamlIdentities::ofOrganization));
    }

    /**
     * The enterprise's SAML identity provider; with it, the organization has none. Only owners of the enterprise may read
     * it, with the scope {@code read:enterprise}.
     *
     * @param enterprise its slug, as in {@code github.com/enterprises/SLUG}
     * @return this way alone
     */
    public static GitHubIdentities enterpriseSaml(String enterprise) {
        if (enterprise.isBlank()) {
            throw new IllegalArgumentException("enterprise must not be blank");
        }
        return new GitHubIdentities(List.of((api, organization) -> SamlIdentities.ofEnterprise(api, enterprise)));
    }

    /**
     * The addresses that members of the organization have in domains which the organization has verified.
     *
     * @return this way alone
     */
    public static GitHubIdentities verifiedEmails() {
        return new GitHubIdentities(List.of(VerifiedEmails::new));
    }

    /**
     * A CSV file whose header has the columns {@code email} and {@code login}. A login may stand in several rows; its
     * first address is the one under which it is listed.
     *
     * @param csv read when it is needed
     * @return this way alone
     */
    public static GitHubIdentities file(Path csv) {
        return of(new IdentityFile(csv));
    }

    /**
     * A directory of one's own.
     *
     * @param directory lists everybody
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
     * Asks another way for whom this one does not find.
     *
     * @param next what to try then
     * @return both, in this order
     * @throws IllegalArgumentException if one of them is {@link #logins()}
     */
    public GitHubIdentities or(GitHubIdentities next) {
        if (ways.isEmpty() || next.ways.isEmpty()) {
            throw new IllegalArgumentException(
                    "Things are logins or e-mail addresses, not both: logins() stands alone");
        }
        List<Way> both = new ArrayList<>(ways);
        both.addAll(next.ways);
        return new GitHubIdentities(both);
    }

    /** {@return what translates, with the connection of an organization} */
    Translation open(Api api, String organization) {
        if (ways.isEmpty()) {
            return new Logins();
        }
        return new Emails(ways.stream()
                .map(way -> new KnownPeople(
                        way.open(api, organization), api.wire().retry().clock()))
                .toList());
    }
}
