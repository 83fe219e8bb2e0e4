package dev.gosync.testkit;

/** A service may refuse a list that was made from an older one: the adapter reads it again. */
class VersionedAdapterTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return VersionedAdapter.harness(VersionedAdapter::new).get();
    }
}
