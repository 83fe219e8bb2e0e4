package dev.gosync.github;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One way to find the e-mail addresses of accounts. It reads and remembers nothing. */
interface IdentitySource {
    /**
     * One page of the list of all people.
     *
     * @param people the people of this page who have an account
     * @param ids what identifies each entry of this page, with those that have no account
     * @param next the cursor of the next page; {@code null} after the last page
     * @param total how many entries all pages have together
     */
    record Page(
            List<GitHubAccount> people,
            List<?> ids,
            @Nullable String next,
            int total) {}

    /** How many entries a page has. */
    int PAGE = 100;

    /**
     * Reads one page of the list of all people.
     *
     * @param place for errors
     * @param cursor empty for the first page
     */
    Page page(String place, Optional<String> cursor) throws IOException, InterruptedException;

    /**
     * Asks for a few people without reading the list. The default cannot do that.
     *
     * @param place for errors
     * @param loginsOrEmails the people
     * @return those of them who exist; empty if the list has to be read
     */
    default Optional<List<GitHubAccount>> find(String place, List<String> loginsOrEmails)
            throws IOException, InterruptedException {
        return Optional.empty();
    }

    /** {@return whether all its people are in the organization} */
    default boolean findsMembersOnly() {
        return false;
    }

    /** {@return whether {@link #ofLogins} can be called, which is cheaper than the list for a few people} */
    default boolean findsLogins() {
        return false;
    }

    /** {@return whether {@link #ofEmails} can be called, which is cheaper for a few people and may miss some} */
    default boolean findsEmails() {
        return false;
    }

    /** {@return whether the list takes no call to GitHub, so it is read again whenever a person is missing} */
    default boolean isFree() {
        return false;
    }

    /**
     * Looks people up.
     *
     * @param place for errors
     * @param logins at most {@link Document#MOST}
     */
    default List<GitHubAccount> ofLogins(String place, List<String> logins) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks people up.
     *
     * @param place for errors
     * @param emails at most {@link Document#MOST}
     */
    default List<GitHubAccount> ofEmails(String place, List<String> emails) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
