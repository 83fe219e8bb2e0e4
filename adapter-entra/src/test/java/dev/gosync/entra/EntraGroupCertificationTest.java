package dev.gosync.entra;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.util.Set;

class EntraGroupCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new EntraHarness();
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY, Limitation.FORBIDS_NOTHING, Limitation.NEVER_READ_ONLY);
    }
}
