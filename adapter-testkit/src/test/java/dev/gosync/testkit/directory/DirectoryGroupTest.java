package dev.gosync.testkit.directory;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;

/** The reference adapter holds the whole contract and declares nothing. */
class DirectoryGroupTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new DirectoryHarness(DirectoryGroup::new);
    }
}
