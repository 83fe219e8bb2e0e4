package dev.gosync.testkit;

import dev.gosync.adapter.Adapter;

/**
 * The harness of a place behind a {@link FakeServer}: the log of requests and every fault come with the fake. What is
 * left is to make the adapter, and to seed and to read the fake's state.
 *
 * @param <F> the fake
 */
public abstract class HttpHarness<F extends FakeServer> extends HttpSourceHarness<F> implements Harness {
    /**
     * Takes over a fake.
     *
     * @param fake closed with this harness
     * @param place the key of the place at the fake that the adapter is for
     */
    protected HttpHarness(F fake, String place) {
        super(fake, place);
    }

    @Override
    protected abstract Adapter adapter(Conditions conditions) throws Exception;

    @Override
    public final Adapter open(Conditions conditions) throws Exception {
        fake.clock(conditions.clock());
        return adapter(conditions);
    }
}
