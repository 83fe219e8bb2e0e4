package dev.gosync.google;

import dev.gosync.google.GoogleGroup.Role;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;

/** Certifies the ordinary members of groups. Google has no read-only groups. */
class GoogleGroupCertificationTest extends AdapterContract {
    @BeforeAll
    static void warmUp() throws InterruptedException {
        GoogleFixture.warmUp();
    }

    @Override
    protected Harness harness() {
        return new GoogleHarness(Role.MEMBER);
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.NEVER_READ_ONLY, Limitation.REMOVES_KEPT);
    }
}
