package dev.gosync.slack;

import dev.gosync.testkit.Limitation;
import java.util.Set;

class SlackUserGroupRefuseCertificationTest extends SlackUserGroupCertification {
    SlackUserGroupRefuseCertificationTest() {
        super(WhenEmpty.REFUSE);
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.KEEPS_NOBODY, Limitation.NEVER_READ_ONLY, Limitation.CANNOT_BE_EMPTY);
    }
}
