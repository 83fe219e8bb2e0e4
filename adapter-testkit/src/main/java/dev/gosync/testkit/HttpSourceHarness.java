package dev.gosync.testkit;

import dev.gosync.adapter.Source;
import java.util.List;

/**
 * The harness of a place that can only be read, behind a {@link FakeServer}; as {@link HttpHarness} otherwise.
 *
 * @param <F> the fake
 */
public abstract class HttpSourceHarness<F extends FakeServer> implements SourceHarness {
    /** The service, started when its address is asked for. */
    protected final F fake;

    private final String place;

    /**
     * Takes over a fake.
     *
     * @param fake closed with this harness
     * @param place the key of the place at the fake that the adapter is for
     */
    protected HttpSourceHarness(F fake, String place) {
        this.fake = fake;
        this.place = place;
    }

    /**
     * Makes an adapter for the place at {@link #fake}.
     *
     * @param conditions what to make it with
     * @return a fresh adapter
     * @throws Exception if it cannot be made
     */
    protected abstract Source adapter(Conditions conditions) throws Exception;

    @Override
    public Source open(Conditions conditions) throws Exception {
        fake.clock(conditions.clock());
        return adapter(conditions);
    }

    @Override
    public final String place() {
        return place;
    }

    @Override
    public final List<Request> requests() {
        return fake.requests();
    }

    @Override
    public final List<String> leaks() {
        return fake.leaks();
    }

    @Override
    public final void inject(Fault fault) {
        fake.inject(fault);
    }

    @Override
    public final void heal() {
        fake.heal();
    }

    /**
     * Closes the fake.
     *
     * @throws AssertionError if an adapter sent what no client of the service should ever send
     */
    @Override
    public final void close() {
        fake.close();
        if (!fake.complaints().isEmpty()) {
            throw new AssertionError("The adapter sent what no client of the service should send:\n"
                    + String.join("\n", fake.complaints()));
        }
    }
}
