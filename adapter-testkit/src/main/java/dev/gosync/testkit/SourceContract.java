package dev.gosync.testkit;

import java.util.Set;

/** The contract of a place that can be read; extend it to certify a {@link dev.gosync.Source}. */
public abstract class SourceContract {
    /** For subclasses. */
    protected SourceContract() {}

    /**
     * Starts a service with one empty place in it; the kit closes it.
     *
     * @return a harness that shares nothing with those made before
     * @throws Exception if it cannot be started
     */
    protected abstract SourceHarness harness() throws Exception;

    /** {@return what the place or its service cannot do; each is tested to be so} */
    protected Set<Limitation> limitations() {
        return Set.of();
    }
}
