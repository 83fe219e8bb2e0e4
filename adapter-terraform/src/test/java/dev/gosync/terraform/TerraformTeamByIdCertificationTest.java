package dev.gosync.terraform;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.util.Set;

/** A team by its id, which saves the call that would tell whether the token may change it. */
class TerraformTeamByIdCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return TerraformHarness.byId();
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY);
    }
}
