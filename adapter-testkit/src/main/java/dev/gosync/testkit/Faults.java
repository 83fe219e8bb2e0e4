package dev.gosync.testkit;

import dev.gosync.testkit.Request.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The faults that were injected into a service, and which of them hits the next request: for authors of fakes.
 * Safe for use by several threads.
 */
public final class Faults {
    private static final class Active {
        final Fault fault;
        int seen;

        Active(Fault fault) {
            this.fault = fault;
        }
    }

    private final List<Active> active = new ArrayList<>();

    /** None yet. */
    public Faults() {}

    /**
     * Lets something go wrong from now on, in addition to what was injected before.
     *
     * @param fault what, and for which requests
     */
    public synchronized void inject(Fault fault) {
        active.add(new Active(fault));
    }

    /** Lets nothing go wrong any more, and forgets how many requests there were. */
    public synchronized void heal() {
        active.clear();
    }

    /**
     * Counts a request that has arrived.
     *
     * @param access what it does to the service
     * @return the fault that hits it; of several faults, the one that was injected first
     */
    public synchronized Optional<Fault> next(Access access) {
        Optional<Fault> found = Optional.empty();
        for (Active each : active) {
            if (each.fault.concerns(access) && each.fault.hits(++each.seen) && found.isEmpty()) {
                found = Optional.of(each.fault);
            }
        }
        return found;
    }
}
