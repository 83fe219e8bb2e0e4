package dev.gosync.github;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One way of finding out which e-mail addresses an account has. Reads, keeps nothing. */
interface IdentitySource {
    /**
     * A part of all people.
     *
     * @param people those of this part that have an account
     * @param next where the next part begins; nothing after the last
     * @param total how many there are in all parts together, with those who have no account
     */
    record Page(List<Person> people, Optional<String> next, int total) {}

    /** How many people a page holds. */
    int PAGE = 100;

    /**
     * Reads a part of all people.
     *
     * @param place for errors
     * @param cursor nothing for the first part
     */
    Page page(String place, Optional<String> cursor) throws IOException, InterruptedException;

    /** {@return whether {@link #ofLogins} is there, which is cheaper for a few} */
    default boolean findsLogins() {
        return false;
    }

    /** {@return whether {@link #ofEmails} is there, which is cheaper for a few and need not find everybody} */
    default boolean findsEmails() {
        return false;
    }

    /** {@return whether reading everybody takes no call to GitHub, so that it is done for anybody who is missing} */
    default boolean isReadForAnybody() {
        return false;
    }

    /**
     * Looks some people up.
     *
     * @param place for errors
     * @param logins at most {@link Document#MOST}
     */
    default List<Person> ofLogins(String place, List<String> logins) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks some people up.
     *
     * @param place for errors
     * @param emails at most {@link Document#MOST}
     */
    default List<Person> ofEmails(String place, List<String> emails) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
