package dev.gosync.opsgenie;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.util.Set;

class OpsgenieScheduleCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new OpsgenieHarness(new OpsgenieFake());
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.CANNOT_BE_EMPTY, Limitation.KEEPS_NOBODY, Limitation.NEVER_READ_ONLY);
    }
}
