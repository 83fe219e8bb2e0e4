package dev.gosync.testkit.club;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import dev.gosync.testkit.Limitation;
import java.util.Set;

/** A right adapter for a service whose writes are one operation. Its removals are answered with nothing. */
class ClubTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new ClubHarness(Club::new);
    }

    @Override
    protected Set<Limitation> limitations() {
        return ClubHarness.LIMITATIONS;
    }
}
