package dev.gosync.slack;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Limitation;
import java.util.Set;

/** A bot stays in the group. What happens without one is tested in {@link SlackUserGroupTest}. */
class SlackUserGroupKeepCertificationTest extends AdapterContract {
    @Override
    protected SlackHarness harness() {
        return new SlackHarness(WhenEmpty.KEEP);
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY, Limitation.NEVER_READ_ONLY);
    }
}
