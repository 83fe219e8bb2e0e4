package dev.gosync.slack;

import dev.gosync.Guards;
import dev.gosync.Outcome;
import dev.gosync.Report;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.SyncException;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.Failure;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.TestTime;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A fake of Slack, and a workspace that uses it on a clock that only waits move. */
final class SlackFixture implements AutoCloseable {
    final SlackFake fake = new SlackFake();
    final TestTime time = new TestTime();
    final SlackWorkspace workspace;

    SlackFixture() {
        this(builder -> builder);
    }

    SlackFixture(UnaryOperator<SlackWorkspace.Builder> settings) {
        fake.clock(time);
        workspace = settings.apply(SlackWorkspace.builder(Conditions.SECRET)
                        .baseUrl(URI.create(fake.baseUrl()))
                        .retry(retry()))
                .build();
    }

    Retry retry() {
        return Retry.standard().time(time, time::sleep, () -> 0.5);
    }

    /** Another workspace with the same fake, which has learnt nothing yet. */
    SlackWorkspace another() {
        return SlackWorkspace.builder(Conditions.SECRET)
                .baseUrl(URI.create(fake.baseUrl()))
                .retry(retry())
                .build();
    }

    Adapter conversation() {
        return workspace.conversation(SlackFake.CHANNEL);
    }

    Adapter group(WhenEmpty whenEmpty) {
        return workspace.userGroup(SlackFake.GROUP, whenEmpty);
    }

    /** A workspace that has learnt nothing yet, like in a program that has just started. */
    static SlackWorkspace workspace(SlackFake fake, Conditions conditions) {
        return SlackWorkspace.builder(conditions.secret())
                .baseUrl(URI.create(fake.baseUrl()))
                .retry(conditions.retry())
                .build();
    }

    /** Makes an account without a usable identifier, of another type for each number. */
    static SlackFake.Account nameless(SlackFake fake, int number) {
        synchronized (fake) {
            int kind = number % 4;
            SlackFake.Account account =
                    kind == 0 ? fake.nobody() : fake.account("left-out" + fake.accountsMade + "@example.com");
            account.bot = kind == 1;
            account.deleted = kind == 2;
            account.team = kind == 3 ? "T0ELSEWHERE" : SlackFake.TEAM;
            return account;
        }
    }

    static List<String> people(int from, int to) {
        return IntStream.range(from, to).mapToObj(SlackFake::person).toList();
    }

    /** Runs a sync from these people without the default guards. */
    static Report sync(Adapter adapter, Collection<String> wanted) {
        return run(Sync.from(Sources.of(wanted)), adapter);
    }

    static Report run(Sync sync, Adapter adapter) {
        try {
            return sync.guard(Guards.maxRemovals(Integer.MAX_VALUE))
                    .guard(Guards.allowEmptySource())
                    .guard(Guards.allowFullReplacement())
                    .guard(Guards.allowEmptyDestination())
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

    /** The failure of the place. */
    static Failure failure(Report report) {
        return report.failure().orElseThrow();
    }

    @Override
    public void close() {
        workspace.close();
        fake.close();
        if (!fake.complaints().isEmpty()) {
            throw new AssertionError(String.join("\n", fake.complaints()));
        }
    }
}
