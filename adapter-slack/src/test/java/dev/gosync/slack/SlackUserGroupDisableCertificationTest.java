package dev.gosync.slack;

import dev.gosync.testkit.Limitation;
import java.util.Set;

class SlackUserGroupDisableCertificationTest extends SlackUserGroupCertification {
    SlackUserGroupDisableCertificationTest() {
        super(WhenEmpty.DISABLE);
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY, Limitation.NEVER_READ_ONLY);
    }
}
