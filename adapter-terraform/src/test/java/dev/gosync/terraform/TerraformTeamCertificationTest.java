package dev.gosync.terraform;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.util.Set;

/** A team by its name. An ordinary team keeps nobody; the team of the owners is looked at in {@link TerraformTeamTest}. */
class TerraformTeamCertificationTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return TerraformHarness.byName();
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY);
    }
}
