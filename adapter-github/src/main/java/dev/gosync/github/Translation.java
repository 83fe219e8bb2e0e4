package dev.gosync.github;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From logins to things and back, always as maps. Safe for use by several threads. */
interface Translation {
    /** {@return why a member that no thing stands for is left out} */
    String leftOutAs();

    /** {@return whether somebody invited by e-mail, without an account, is a thing by that address} */
    boolean knowsEmails();

    /**
     * Gives the things that stand for accounts, whether they stand for others too or not.
     *
     * @param place for errors
     * @param logins of any spelling
     * @return as {@link #things}
     */
    Map<String, List<String>> names(String place, Collection<String> logins) throws IOException, InterruptedException;

    /**
     * Gives the things that stand for accounts.
     *
     * @param place for errors
     * @param logins of any spelling
     * @return by {@link Person#loginKey}, the one under which it is listed first; who has none is not there
     * @throws dev.gosync.adapter.AdapterException if one thing stands for two accounts
     */
    Map<String, List<String>> things(String place, Collection<String> logins) throws IOException, InterruptedException;

    /**
     * Gives the accounts that things stand for.
     *
     * @param place for errors
     * @param things of any spelling
     * @return by thing as it was given; nobody where it is unknown, and several where it stands for several accounts
     */
    Map<String, Set<String>> logins(String place, Collection<String> things) throws IOException, InterruptedException;
}
