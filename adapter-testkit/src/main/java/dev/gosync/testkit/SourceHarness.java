package dev.gosync.testkit;

import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Source;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A service with one place in it, seen from the service's side: how the kit seeds it, looks at it and breaks it. Nothing
 * here may go through the adapter that is being certified. Several may be open at once and share nothing. Requests come
 * from several threads; the methods here are called from one.
 *
 * <p>What a service has no notion of stays as it is here and is declared as a {@link Limitation}.
 */
public interface SourceHarness extends AutoCloseable {
    /**
     * Makes an adapter for the place, as a program that has just started would: it shares nothing with those made before.
     *
     * @param conditions what to make it with
     * @return a fresh adapter
     * @throws Exception if it cannot be made
     */
    Source open(Conditions conditions) throws Exception;

    /** {@return what {@link Source#name()} has to contain so that users recognize the place: its key or its path} */
    String place();

    /**
     * Gives a thing that can be a member: another one for each number, in lower case where there is a case, and legal
     * for the service.
     *
     * @param number from 0
     * @return that thing, the same every time
     */
    default String thing(int number) {
        String digits = String.valueOf(number);
        return "member" + "0".repeat(Math.max(0, 4 - digits.length())) + digits + "@example.com";
    }

    /**
     * Gives odd but legal things of a place whose things are not e-mail addresses. Useful are the longest name, every sign
     * that a name can have, a name with digits only, and names that begin or end with a sign. The rules about odd things use
     * these too. The addresses that they have by themselves may all be illegal: then declare {@link
     * Limitation#RESTRICTED_ALPHABET}.
     *
     * @return things that can all be members at the same time; by default none
     */
    default List<String> oddThings() {
        return List.of();
    }

    /**
     * Makes these things members, in this spelling, in addition to those that are members.
     *
     * @param things known to the service from now on
     * @throws Exception if that is not possible
     */
    void seed(Collection<String> things) throws Exception;

    /**
     * Makes so many members without a usable identifier: bots, people without an e-mail, groups within a group.
     *
     * @param count how many more
     * @throws Exception if that is not possible
     */
    default void seedNameless(int count) throws Exception {
        throw unsupported("seedNameless", Limitation.NO_NAMELESS_MEMBERS);
    }

    /**
     * Makes these things members that must not be removed: owners, maintainers. One that is a member already becomes one of them.
     *
     * @param things known to the service from now on
     * @throws Exception if that is not possible
     */
    default void seedKept(Collection<String> things) throws Exception {
        throw unsupported("seedKept", Limitation.KEEPS_NOBODY);
    }

    /**
     * Gives the members with a usable identifier, those that must not be removed among them.
     *
     * @return each under the service's spelling
     * @throws Exception if they cannot be read
     */
    Set<String> members() throws Exception;

    /**
     * Gives the members as the service keeps them, so that a member that is there twice shows twice. A list that can be
     * replaced as a whole comes in the order in which the service keeps it.
     *
     * @return like {@link #members}, in the service's order if {@link #keepsOrder}; by default those of {@link #members}
     * @throws Exception if they cannot be read
     */
    default List<String> memberList() throws Exception {
        return List.copyOf(members());
    }

    /**
     * Gives what the service keeps about a member, and what a change of other members must leave as it is: its role, its
     * note, its settings, its spelling. Not its position.
     *
     * @param member one of {@link #members}
     * @return any text; two of them are only compared
     * @throws Exception if it cannot be read
     */
    default String fingerprint(String member) throws Exception {
        return "";
    }

    /**
     * Gives the other identifiers by which the service knows a member, if listings show them as {@link
     * dev.gosync.adapter.Listing#aliases}: earlier addresses, second addresses.
     *
     * @param member one of {@link #members}
     * @return all of them; by default none, and then the kit does not check aliases
     * @throws Exception if they cannot be read
     */
    default Set<String> aliases(String member) throws Exception {
        return Set.of();
    }

    /** {@return whether the order of {@link #memberList} is kept by the service and means something to its users} */
    default boolean keepsOrder() {
        return false;
    }

    /**
     * Counts the members without a usable identifier.
     *
     * @return how many there are now
     * @throws Exception if they cannot be read
     */
    default int namelessMembers() throws Exception {
        return 0;
    }

    /**
     * Gives the members that the service says must not be removed.
     *
     * @return those of {@link #members} that are owners or maintainers now
     * @throws Exception if they cannot be read
     */
    default Set<String> keptMembers() throws Exception {
        return Set.of();
    }

    /** {@return every request that arrived, in order; empty where none is ever made} */
    default List<Request> requests() {
        return List.of();
    }

    /** {@return the requests that took the secret to another host, after a redirect} */
    default List<String> leaks() {
        return List.of();
    }

    /**
     * Injects a fault from now on. {@link Faults} counts the requests for a fake, and tells which of them it hits.
     *
     * @param fault what, and for which requests
     * @throws UnsupportedOperationException if this cannot happen to the service: under {@link
     *     Limitation#NO_HTTP_FAULTS} nothing can, under {@link Limitation#NEVER_READ_ONLY} not {@link FailureKind#READ_ONLY}
     */
    default void inject(Fault fault) {
        throw unsupported("inject", Limitation.NO_HTTP_FAULTS);
    }

    /** Removes all faults, and ends requests that hang. */
    default void heal() {}

    /** Frees everything, and ends requests that hang. */
    @Override
    default void close() throws IOException {}

    private static UnsupportedOperationException unsupported(String method, Limitation limitation) {
        return new UnsupportedOperationException(
                "The harness does not override " + method + "; override it, or declare " + limitation);
    }
}
