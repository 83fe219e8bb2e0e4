package dev.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Outcome.State;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A report shows every thing of its plan. It can be compared and printed. */
class ReportTest {
    private final SettableClock clock = new SettableClock();
    private final Sync sync = Sync.from(InMemoryPlace.of("people", "a", "b", "c", "d", "e"))
            .clock(clock)
            .mode(Mode.ADD_REMOVE)
            .tolerate(FailureKind.REFUSED_THING);

    @Test
    void a_report_says_for_each_thing_its_state_and_the_reason() {
        InMemoryPlace team = InMemoryPlace.of("team", "zoe");
        team.refusing("a", FailureKind.UNKNOWN_THING)
                .refusing("b", FailureKind.REFUSED_THING)
                .onAdd(thing -> {
                    if (thing.equals("c")) {
                        throw new IOException("reset");
                    }
                    if (thing.equals("e")) {
                        throw team.failure(FailureKind.AUTHENTICATION);
                    }
                });

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(team));

        Report report = thrown.reports().get(0);
        assertThat(report.isClean()).isFalse();
        assertThat(report.count(State.DONE)).isEqualTo(1);
        assertThat(report).hasToString("""
                team: 1 done, 2 failed, 1 skipped, 1 not known, 1 not started
                  1 member who should have lost access still has it
                  team: members.change: it said no (AUTHENTICATION). Check the credentials.
                  + a: failed (members.change: it said no. Check its spelling, or tolerate unknown-thing to skip it.)
                  + b: skipped (members.change: it said no. Change the policy, protect it, or tolerate refused-thing to skip it.)
                  + c: not known (add: reset. Check the network and the service's status, then run again.)
                  + e: failed (members.change: it said no. Check the credentials.)
                  - zoe: not started (team: members.change: it said no (AUTHENTICATION). Check the credentials.)""");
        assertThat(thrown).hasMessage("Not everything was done:\n" + report);
    }

    @Test
    void things_with_the_same_reason_share_one_line() {
        InMemoryPlace team = InMemoryPlace.of("team");
        List<String> people = IntStream.range(10, 33).mapToObj(i -> "p" + i).toList();
        people.forEach(person -> team.refusing(person, FailureKind.REFUSED_THING));

        SyncException thrown = catchThrowableOfType(
                SyncException.class, () -> Sync.from(Sources.of(people)).syncWith(team));

        assertThat(thrown).hasMessage("""
                Not everything was done:
                team: 23 failed
                  + 23 members: failed (members.change: it said no. Change the policy, protect it, or tolerate refused-thing to skip it.): \
                p10, p11, p12, p13, p14, p15, p16, p17, p18, p19, p20, p21, p22, p23, p24, p25, p26, p27, p28, p29 and 3 more""");
    }

    @Test
    void a_clean_report_is_one_line() {
        Report report = sync.syncWith(InMemoryPlace.of("team", "a", "z"));

        assertThat(report).hasToString("team: 5 done");
    }

    @Test
    void what_was_tolerated_is_clean_and_shown() {
        InMemoryPlace team = InMemoryPlace.of("team", "a", "b", "c", "d").refusing("e", FailureKind.REFUSED_THING);

        Report report = sync.syncWith(team);

        assertThat(report.isClean()).isTrue();
        assertThat(report.toString()).startsWith("team: 1 skipped\n  + e: skipped (members.change: it said no.");
    }

    @Test
    void a_dry_run_says_so() {
        Report report = sync.dryRun().syncWith(InMemoryPlace.of("team", "a", "z"));

        assertThat(report).hasToString("team: 5 not started (dry run)");
        assertThat(report.outcomes())
                .first()
                .hasToString("+ b: not started (only planned)")
                .extracting(Outcome::took)
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void a_dry_run_with_nothing_to_do_says_both() {
        Report report = sync.dryRun().syncWith(InMemoryPlace.of("team", "a", "b", "c", "d", "e"));

        assertThat(report).hasToString("team: nothing to do (dry run)");
    }

    @Test
    void equal_reports_are_equal() {
        Report one = sync.syncWith(InMemoryPlace.of("team", "a", "z"));
        Report same = sync.syncWith(InMemoryPlace.of("team", "z", "a"));
        Report other = sync.syncWith(InMemoryPlace.of("team", "a", "y"));

        assertThat(same).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void nothing_in_a_report_can_change() {
        InMemoryPlace broken = InMemoryPlace.of("broken").refusing("a", FailureKind.UNKNOWN_THING);

        SyncException thrown = catchThrowableOfType(SyncException.class, () -> sync.syncWith(broken));

        assertThatThrownBy(() -> thrown.reports().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> thrown.reports().get(0).outcomes().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_printed_listing_names_nobody() {
        Listing listing = Listing.of(List.of("ann@example.com"));

        assertThat(new Plan.Side("people", listing, clock.instant()).toString()).doesNotContain("ann");
    }
}
