package dev.gosync.opsgenie;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import java.time.Instant;

/**
 * The people who are on call in a schedule of Jira Service Management, by e-mail address: over all its rotations and
 * overrides, with teams and escalations resolved to people. It can only be read. If nobody is on call, the listing is
 * empty. One call reads it. Another call reads up to 100 accounts that are not known yet.
 *
 * <p>Made by {@link JiraOperations#onCall}, which owns the connection; closing this closes nothing. Immutable; threads
 * may share it. Each option returns a changed copy.
 */
public final class JsmOnCall implements Source {
    private final OnCall onCall;

    JsmOnCall(OnCall onCall) {
        this.onCall = onCall;
    }

    /**
     * Takes the schedule's key for an id. By default a key that looks like an id is one.
     *
     * @return the same, of the schedule with that id
     */
    public JsmOnCall byId() {
        return new JsmOnCall(onCall.byId());
    }

    /**
     * Takes the schedule's key for a name, even if it looks like an id.
     *
     * @return the same, of the schedule with that name
     */
    public JsmOnCall byName() {
        return new JsmOnCall(onCall.byName());
    }

    /**
     * Asks for another time than now.
     *
     * @param time in the past or the future; fractions of a second are dropped
     * @return the people who are on call then
     */
    public JsmOnCall at(Instant time) {
        return new JsmOnCall(onCall.at(time));
    }

    @Override
    public String name() {
        return onCall.name();
    }

    /**
     * Reads the people who are on call.
     *
     * @return their e-mail addresses; accounts that do not show one are left out and counted
     * @throws AdapterException if they cannot be read completely: NOT_FOUND if the schedule does not exist, PERMISSION
     *     if the credentials may not see it
     * @throws IllegalStateException if the connection is closed
     * @throws InterruptedException if the thread is interrupted
     */
    @Override
    public Listing get() throws InterruptedException {
        return onCall.get();
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name();
    }
}
