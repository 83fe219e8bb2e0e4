package dev.gosync.testkit;

/** A right adapter that writes all members in one call declares nothing either. */
class WholeListAdapterTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new WiredService.Side(WholeListAdapter::new);
    }
}
