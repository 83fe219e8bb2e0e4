package dev.gosync.opsgenie;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.util.Set;

/** The same contract if Opsgenie does not name the people it refuses. */
class OpsgenieTersenessCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        OpsgenieFake fake = new OpsgenieFake();
        fake.hideTheRefused();
        return new OpsgenieHarness(fake);
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.CANNOT_BE_EMPTY, Limitation.KEEPS_NOBODY, Limitation.NEVER_READ_ONLY);
    }
}
