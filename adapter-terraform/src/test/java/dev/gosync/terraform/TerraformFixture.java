package dev.gosync.terraform;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Plan;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.TestTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A fake of Terraform, and an organization that uses it on a clock that only waits move. */
final class TerraformFixture implements AutoCloseable {
    final TerraformFake fake = new TerraformFake();
    final TestTime time = new TestTime();
    final TerraformOrganization organization;

    TerraformFixture() {
        fake.clock(time);
        organization = TerraformOrganization.builder(TerraformFake.ORGANIZATION, Conditions.SECRET)
                .baseUrl(fake.address())
                .retry(retry())
                .build();
    }

    Retry retry() {
        return Retry.standard().time(time, time::sleep, () -> 0.5);
    }

    Adapter team() {
        return organization.team(TerraformFake.TEAM);
    }

    Adapter owners() {
        return organization.team(TerraformFake.OWNERS);
    }

    Adapter teamById() {
        return organization.team(fake.teamId(TerraformFake.TEAM));
    }

    Adapter members() {
        return organization.members(TerraformFake.EVERYONE);
    }

    static String person(int number) {
        return "person%05d@example.com".formatted(number);
    }

    static List<String> people(int from, int to) {
        return IntStream.range(from, to).mapToObj(TerraformFixture::person).toList();
    }

    /** Plans without the default guards. */
    static Plan plan(Adapter adapter, Collection<String> wanted) throws Exception {
        return unguarded(wanted).plan(adapter);
    }

    /** Runs a sync without the default guards. */
    static Report sync(Adapter adapter, Collection<String> wanted) {
        try {
            return unguarded(wanted).syncWith(adapter);
        } catch (SyncException e) {
            return e.reports().get(0);
        }
    }

    private static Sync unguarded(Collection<String> wanted) {
        return Sync.from(Sources.of(wanted))
                .guard(Guards.maxRemovals(Integer.MAX_VALUE))
                .guard(Guards.allowEmptySource())
                .guard(Guards.allowFullReplacement())
                .guard(Guards.allowEmptyDestination());
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
        organization.close();
        fake.close();
        if (!fake.complaints().isEmpty()) {
            throw new AssertionError(String.join("\n", fake.complaints()));
        }
    }
}
