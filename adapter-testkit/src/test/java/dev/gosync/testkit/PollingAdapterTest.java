package dev.gosync.testkit;

/** A service may finish additions and removals later: the adapter waits for it. */
class PollingAdapterTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new WiredService.Side(PollingAdapter::new);
    }
}
