package dev.gosync.testkit;

/** A batch that is refused because of one person is tried again in halves. */
class SplittingAdapterTest extends AdapterContract {
    @Override
    protected Harness harness() {
        return new WiredService.Side(SplittingAdapter::new);
    }
}
