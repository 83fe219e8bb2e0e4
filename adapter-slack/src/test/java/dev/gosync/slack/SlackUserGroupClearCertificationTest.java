package dev.gosync.slack;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Limitation;
import java.util.Set;

class SlackUserGroupClearCertificationTest extends AdapterContract {
    @Override
    protected SlackHarness harness() {
        return new SlackHarness(WhenEmpty.CLEAR);
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY, Limitation.NEVER_READ_ONLY);
    }
}
