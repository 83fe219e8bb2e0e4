package dev.gosync.github;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Translates logins to things and back. Threads may share it. */
interface Translation {
    /** {@return why a member without a thing is left out} */
    String leftOutAs();

    /** {@return whether things are e-mail addresses, so that a person invited by e-mail is a thing too} */
    boolean knowsEmails();

    /** {@return whether every account that it finds for a thing is in the organization} */
    boolean findsMembersOnly();

    /**
     * Returns the things of accounts, without checking that no other account has them too.
     *
     * @param place for errors
     * @param logins of any spelling
     * @return as {@link #things}
     */
    Map<String, List<String>> names(String place, Collection<String> logins) throws IOException, InterruptedException;

    /**
     * Returns the things of accounts.
     *
     * @param place for errors
     * @param logins of any spelling
     * @return by {@link GitHubAccount#loginKey}; the account is listed under the first thing. Accounts without a thing are
     *     missing.
     * @throws dev.gosync.adapter.AdapterException if two accounts have the same thing
     */
    Map<String, List<String>> things(String place, Collection<String> logins) throws IOException, InterruptedException;

    /**
     * Returns the accounts of things.
     *
     * @param place for errors
     * @param things of any spelling
     * @return by thing as it was given; an empty set if the thing is unknown, several logins if several accounts have it
     */
    Map<String, Set<String>> logins(String place, Collection<String> things) throws IOException, InterruptedException;
}
