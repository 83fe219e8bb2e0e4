package dev.gosync.testkit;

import dev.gosync.adapter.Adapter;
import java.util.Collection;

/**
 * A service with one place in it that can be written too. As {@link SourceHarness} otherwise.
 *
 * <p>Used by one thread; requests come from several.
 */
public interface Harness extends SourceHarness {
    @Override
    Adapter open(Conditions conditions) throws Exception;

    /**
     * Lets the service know these things, so that they can become members. A service that knows every thing has nothing
     * to do.
     *
     * @param things that are no members yet
     * @throws IllegalArgumentException if such a thing cannot be, under {@link Limitation#RESTRICTED_ALPHABET}
     * @throws Exception if that is not possible
     */
    default void introduce(Collection<String> things) throws Exception {}

    /**
     * Takes members out of the place, as they or their colleagues do by hand. The kit calls it between the calls of an adapter.
     * Where it is not supported, the kit lets another adapter remove them.
     *
     * @param things members that may be removed
     * @throws UnsupportedOperationException if the harness does not override it
     * @throws Exception if that is not possible
     */
    default void leave(Collection<String> things) throws Exception {
        throw new UnsupportedOperationException("The harness does not override leave");
    }

    /**
     * Says whether the service notices that a list that is to replace the membership was made from an older one: by a version
     * or an {@code If-Match}. Then the kit seeds a member right before each request of a write.
     *
     * @return by default false
     */
    default boolean noticesOldLists() {
        return false;
    }

    /**
     * Lets the service know these things and refuse each of them as a member by its own policy.
     *
     * @param things that are no members
     * @throws Exception if that is not possible
     */
    default void forbid(Collection<String> things) throws Exception {
        throw new UnsupportedOperationException(
                "The harness does not override forbid; override it, or declare " + Limitation.FORBIDS_NOTHING);
    }
}
