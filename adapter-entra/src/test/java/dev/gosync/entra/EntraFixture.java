package dev.gosync.entra;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.TestTime;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A fake of Graph, and a tenant that uses it on a clock that only waits move. */
final class EntraFixture implements AutoCloseable {
    final EntraFake fake = new EntraFake();
    final TestTime time = new TestTime();
    final EntraTenant tenant;

    EntraFixture() {
        this(EntraCredentials.tokens(() -> Conditions.SECRET));
    }

    EntraFixture(EntraCredentials credentials) {
        fake.clock(time);
        tenant = another(credentials);
    }

    /** Another tenant with the same fake, which has learnt nothing yet. */
    EntraTenant another(EntraCredentials credentials) {
        return EntraTenant.builder(credentials)
                .baseUrl(URI.create(fake.address() + "/v1.0/"))
                .authority(fake.address())
                .retry(Retry.standard().time(time, time::sleep, () -> 0.5))
                .build();
    }

    /** The app of the fake, with its secret. */
    static EntraCredentials app() {
        return EntraCredentials.clientSecret(EntraFake.TENANT, EntraFake.CLIENT, Conditions.SECRET);
    }

    Adapter group() {
        return tenant.group(EntraFake.GROUP);
    }

    static List<String> people(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("person%05d@example.com"::formatted)
                .toList();
    }

    /** Runs a sync from these people without the default guards. */
    static Report sync(Adapter adapter, Collection<String> wanted) {
        try {
            return Sync.from(Sources.of(wanted))
                    .guard(Guards.maxRemovals(Integer.MAX_VALUE))
                    .guard(Guards.allowEmptySource())
                    .guard(Guards.allowFullReplacement())
                    .guard(Guards.allowEmptyDestination())
                    .guard(Guards.allowShrinking())
                    .syncWith(adapter);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
    }

    /** The state of each thing, and its failure kind if it failed. */
    static Map<String, String> states(Report report) {
        Map<String, String> states = new TreeMap<>();
        for (Outcome outcome : report.outcomes()) {
            states.put(
                    outcome.thing(),
                    outcome.state() + outcome.kind().map(kind -> " " + kind).orElse(""));
        }
        return states;
    }

    @Override
    public void close() {
        tenant.close();
        fake.close();
        if (!fake.complaints().isEmpty()) {
            throw new AssertionError(String.join("\n", fake.complaints()));
        }
    }
}
