package dev.gosync.github;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.github.Roster.Invitation;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a GitHub Enterprise Server has invitations: once, for all teams of an organization. They may share it
 * between threads, which wait for the first one that asks.
 */
final class ServerInvitations {
    /** A call. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws InterruptedException;
    }

    private final ReentrantLock findingOut = new ReentrantLock();
    private volatile @Nullable Boolean known;

    /**
     * Reads the invitations of a team.
     *
     * @param teamIsThere asked after a 404, which may be about the team
     * @return no invitations if the Server has none
     */
    List<Invitation> read(Call<List<Invitation>> invitations, Call<Boolean> teamIsThere) throws InterruptedException {
        if (known == null) {
            findingOut.lockInterruptibly();
            try {
                if (known == null) {
                    return findOut(invitations, teamIsThere);
                }
            } finally {
                findingOut.unlock();
            }
        }
        return Boolean.FALSE.equals(known) ? List.of() : invitations.make();
    }

    private List<Invitation> findOut(Call<List<Invitation>> invitations, Call<Boolean> teamIsThere)
            throws InterruptedException {
        try {
            List<Invitation> found = invitations.make();
            known = true;
            return found;
        } catch (AdapterException e) {
            if (e.kind() != FailureKind.NOT_FOUND || !teamIsThere.make()) {
                throw e;
            }
            known = false;
            return List.of();
        }
    }
}
