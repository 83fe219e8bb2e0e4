package dev.gosync.testkit;

import java.util.Set;

/** A right adapter is certified for things that are names, too. */
class NamesHarnessTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new NamesHarness();
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.RESTRICTED_ALPHABET);
    }
}
