package dev.gosync.testkit;

/** A right adapter for a service that can do everything declares nothing. */
class WiredAdapterTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new WiredService.Side(WiredAdapter::new);
    }
}
