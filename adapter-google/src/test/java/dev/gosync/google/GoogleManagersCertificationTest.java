package dev.gosync.google;

import dev.gosync.google.GoogleGroup.Role;
import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;

/** Certifies the managers of groups, of whom each has an address. Google has no read-only groups. */
class GoogleManagersCertificationTest extends AdapterContract {
    @BeforeAll
    static void warmUp() throws InterruptedException {
        GoogleFixture.warmUp();
    }

    @Override
    protected Harness harness() {
        return new GoogleHarness(Role.MANAGER);
    }

    @Override
    protected Set<Limitation> limitations() {
        return Set.of(Limitation.NEVER_READ_ONLY, Limitation.REMOVES_KEPT, Limitation.NO_NAMELESS_MEMBERS);
    }
}
