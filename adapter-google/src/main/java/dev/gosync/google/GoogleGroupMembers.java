package dev.gosync.google;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;

/**
 * The members of a Google group, to read only. A {@link GoogleGroup} makes it.
 *
 * <p>Immutable; threads may share it. Each option returns a changed copy.
 */
public final class GoogleGroupMembers implements Source {
    private final GoogleGroup group;

    GoogleGroupMembers(GoogleGroup group) {
        this.group = group;
    }

    /**
     * Reads also the members of the groups in this group, whatever their roles.
     *
     * @return a source of all these members
     */
    public GoogleGroupMembers withDerivedMembers() {
        return group.withDerivedMembers();
    }

    /**
     * Leaves out and counts the members whose account is suspended.
     *
     * @return a source of the other members
     */
    public GoogleGroupMembers withoutSuspendedMembers() {
        return group.withoutSuspendedMembers();
    }

    @Override
    public String name() {
        return group.name();
    }

    /**
     * Reads the members, 200 with each call.
     *
     * @throws dev.gosync.adapter.AdapterException if they cannot be read to the end
     * @throws IllegalStateException if the {@link GoogleWorkspace} is closed
     */
    @Override
    public Listing get() throws InterruptedException {
        return group.get();
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return group.name();
    }
}
