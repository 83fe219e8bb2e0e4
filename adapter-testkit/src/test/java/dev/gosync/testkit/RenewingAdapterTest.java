package dev.gosync.testkit;

/** A token that was revoked may be renewed once, within one attempt. */
class RenewingAdapterTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new WiredService.Side(RenewingAdapter::new);
    }
}
